/// Entries from standard input without any editing: for pipes, dumb terminals and screen readers. Nothing
/// is ever drawn over.
public final class PlainLineEditor: LineEditor {
    private let showsPrompt: Bool
    private let theme: Theme

    public init(showsPrompt: Bool, theme: Theme = .none) {
        self.showsPrompt = showsPrompt
        self.theme = theme
    }

    public func readEntry(prompt: StyledText, text: String, services: any EditorServices)
        -> LineRead
    {
        var entry = ""
        var mark = prompt
        while true {
            if showsPrompt { show(mark) }
            guard let line = readLine(strippingNewline: true) else {
                if showsPrompt { show("\n") }  // after ^D
                return entry.isEmpty ? .end : .line(entry)
            }
            entry += entry.isEmpty ? line : "\n" + line
            guard case .incomplete = services.verdict(of: entry) else { return .line(entry) }
            mark = ">> "
        }
    }

    public func show(_ text: StyledText) { print(theme.rendered(text), terminator: "") }
    public func change(prompt: StyledText) {}
    public func showStatus(_ text: StyledText?) {}

    public func ask(_ question: StyledText, isSecret: Bool) -> String? {
        show(question)
        return readLine(strippingNewline: true)
    }

    public func remember(_ entry: String) {}
    public var size: TerminalSize? { nil }
    public var redraws: Bool { false }
    public var isInteractive: Bool { showsPrompt }
    public func close() {}
}
