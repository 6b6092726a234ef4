/// How styles look: the parameters of SGR, ECMA-48 8.3.117, for each; none for plain text.
public struct Theme: Sendable, Equatable {
    public let name: String
    private let codes: [Style: String]

    public init(name: String, codes: [Style: String]) {
        self.name = name
        self.codes = codes
    }

    /// The parameters between `ESC [` and `m`; nil where the style has no look of its own.
    public func code(_ style: Style) -> String? { codes[style] }

    /// The text with escape sequences, each piece ended by a reset.
    public func rendered(_ text: StyledText) -> String {
        var shown = ""
        for piece in text.pieces {
            guard let code = codes[piece.style] else {
                shown += piece.text
                continue
            }
            shown += "\u{1b}[\(code)m\(piece.text)\u{1b}[0m"
        }
        return shown
    }

    /// No escape sequences at all: NO_COLOR, pipes, `--plain`.
    public static let none = Theme(name: "none", codes: [:])
}
