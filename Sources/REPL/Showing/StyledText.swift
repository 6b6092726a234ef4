/// What a piece of shown text is, rather than how it looks: a ``Theme`` decides that.
public enum Style: String, Sendable, CaseIterable {
    case plain
    // Lua, as it is typed and shown.
    case keyword, string, number, comment, name, constant, punctuation
    /// A bracket without its partner, or a string without its end.
    case unclosed
    /// The partner of the bracket at the cursor.
    case match
    // Results.
    case fieldName, heading, reference, typeName
    /// What was cut away, and other remarks of the prompt itself.
    case note
    // Outcomes.
    case error, warning, success
    /// Offered, not typed.
    case hint
    // Where one is.
    case promptSafe, promptLive
}

/// Text in pieces that each have a style. Holds no control characters but newlines.
public struct StyledText: Sendable, Equatable, ExpressibleByStringLiteral {
    public struct Piece: Sendable, Equatable {
        public var text: String
        public var style: Style
    }

    public private(set) var pieces: [Piece] = []

    public init() {}

    public init(_ text: String, _ style: Style = .plain) { append(text, style) }

    public init(stringLiteral text: String) { self.init(text) }

    public mutating func append(_ text: String, _ style: Style = .plain) {
        guard !text.isEmpty else { return }
        if pieces.last?.style == style {
            pieces[pieces.count - 1].text += text
        } else {
            pieces.append(Piece(text: text, style: style))
        }
    }

    public mutating func append(_ other: StyledText) {
        for piece in other.pieces { append(piece.text, piece.style) }
    }

    public static func + (one: StyledText, other: StyledText) -> StyledText {
        var sum = one
        sum.append(other)
        return sum
    }

    public var isEmpty: Bool { pieces.isEmpty }

    /// The text alone.
    public var plain: String { pieces.map(\.text).joined() }
}

extension Sequence<StyledText> {
    /// One after the other, with `separator` between.
    public func joined(separator: String) -> StyledText {
        var all = StyledText()
        for (position, text) in enumerated() {
            if position > 0 { all.append(separator) }
            all.append(text)
        }
        return all
    }
}
