/// What came of asking for a line.
public enum LineRead: Sendable, Equatable {
    case line(String)
    case interrupted
    case end
}

/// Where the lines of a session come from: libedit on a terminal, a pipe, or a test's script.
public protocol LineEditor: AnyObject {
    /// Waits for a line. Called from one thread only, and blocks it.
    func readLine(prompt: String) -> LineRead
    /// Makes an entry the newest one that the arrow keys recall.
    func remember(_ entry: String)
    /// Gives the terminal back as it was.
    func close()
}

/// Lines from standard input without any editing: for pipes and dumb terminals.
public final class PlainLineEditor: LineEditor {
    private let showsPrompt: Bool

    public init(showsPrompt: Bool) { self.showsPrompt = showsPrompt }

    public func readLine(prompt: String) -> LineRead {
        if showsPrompt { print(prompt, terminator: "") }
        return Swift.readLine(strippingNewline: true).map { .line($0) } ?? .end
    }

    public func remember(_ entry: String) {}
    public func close() {}
}
