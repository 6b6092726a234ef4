import Synchronization

/// Entries from a list, and a record of what was shown: for tests, and for programs that drive a prompt.
///
/// ```swift
/// let editor = ScriptedLineEditor([.line("1 + 1"), .line("_ * 10")])
/// _ = await REPLLoop(host: host, editor: editor, settings: settings, memory: memory).run()
/// #expect(editor.shown == "2\n20\n")
/// ```
public final class ScriptedLineEditor: LineEditor {
    private struct State {
        var reads: ArraySlice<LineRead>
        var answers: ArraySlice<String?>
        var shown = StyledText()
        var prompts: [String] = []
        var questions: [String] = []
        var statuses: [String?] = []
        var remembered: [String] = []
        var isClosed = false
    }

    private let state: Mutex<State>
    public let size: TerminalSize?

    /// - Parameters:
    ///   - reads: what comes of each entry; then the input is over.
    ///   - answers: what is said to each question; then nothing.
    public init(
        _ reads: [LineRead], answers: [String?] = [],
        size: TerminalSize? = TerminalSize(columns: 80, rows: 24)
    ) {
        state = Mutex(State(reads: reads[...], answers: answers[...]))
        self.size = size
    }

    /// All that was shown, without its styles.
    public var shown: String { styledShown.plain }
    public var styledShown: StyledText { state.withLock { $0.shown } }
    /// The prompt of each entry, and what it was changed to.
    public var prompts: [String] { state.withLock { $0.prompts } }
    public var questions: [String] { state.withLock { $0.questions } }
    /// What the line of what goes on said, nil where it was erased.
    public var statuses: [String?] { state.withLock { $0.statuses } }
    public var remembered: [String] { state.withLock { $0.remembered } }
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    public func readEntry(prompt: StyledText, text: String, services: any EditorServices)
        -> LineRead
    {
        state.withLock { state in
            state.prompts.append(prompt.plain)
            return state.reads.popFirst() ?? .end
        }
    }

    public func ask(_ question: StyledText, isSecret: Bool) -> String? {
        state.withLock { state in
            state.questions.append(question.plain)
            return state.answers.popFirst() ?? nil
        }
    }

    public func show(_ text: StyledText) { state.withLock { $0.shown.append(text) } }
    public func change(prompt: StyledText) { state.withLock { $0.prompts.append(prompt.plain) } }
    public func showStatus(_ text: StyledText?) {
        state.withLock { $0.statuses.append(text?.plain) }
    }
    public func remember(_ entry: String) { state.withLock { $0.remembered.append(entry) } }
    public func close() { state.withLock { $0.isClosed = true } }
}
