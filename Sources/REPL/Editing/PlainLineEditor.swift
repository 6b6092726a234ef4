@preconcurrency import Glibc
import LuaHost
import Synchronization

/// Entries from standard input without any editing: for pipes, dumb terminals and screen readers. Nothing
/// is ever drawn over, and no escape sequence written.
public final class PlainLineEditor: LineEditor {
    private let showsPrompt: Bool
    private let theme: Theme
    /// Of the entry that is being typed.
    private let prompt = Mutex<StyledText?>(nil)
    private let isAbandoned = Atomic(false)
    private let hasBegun = Atomic(false)
    /// 0: none.
    private let fault = Atomic<Int32>(0)

    public init(showsPrompt: Bool, theme: Theme = .none) {
        self.showsPrompt = showsPrompt
        self.theme = theme
    }

    public func readEntry(prompt: StyledText, text: String, services: any EditorServices)
        -> LineRead
    {
        var entry = ""
        var mark = prompt
        self.prompt.withLock { $0 = prompt }
        defer { self.prompt.withLock { $0 = nil } }
        isAbandoned.store(false, ordering: .relaxed)
        while true {
            if showsPrompt { show(mark) }
            guard let line = nextLine() else {
                if showsPrompt { show("\n") }  // after ^D
                return entry.isEmpty ? .end : .line(entry)
            }
            // The kernel has dropped the row that ^C came in; those before it go, too.
            if isAbandoned.exchange(false, ordering: .relaxed) { entry = "" }
            entry += entry.isEmpty ? line : "\n" + line
            guard case .incomplete = services.verdict(of: entry) else { return .line(entry) }
            // As on a terminal that is drawn on: a second empty line shows what is missing. One alone may
            // stand in a function that is pasted.
            if showsPrompt, entry.hasSuffix("\n\n") { return .line(entry) }
            mark = ">> "
        }
    }

    /// Editors of Windows begin files with a mark, which is no part of the text.
    private func nextLine() -> String? {
        let line = readLine(strippingNewline: true)
        guard !hasBegun.exchange(true, ordering: .relaxed) else { return line }
        return line.map(TextFile.withoutMark)
    }

    public func show(_ text: StyledText) {
        write(Array(theme.rendered(text).utf8), on: .standardOutput)
    }

    public func showError(_ text: StyledText) {
        write(Array(theme.rendered(text).utf8), on: .standardError)
    }

    public func write(_ bytes: [UInt8], on stream: LuaStream) {
        // What the program has printed by other ways comes first.
        fflush(stdout)  // not all streams: one of them may be what calls this
        let isOutput = stream == .standardOutput
        let isWritten = TerminalBytes.write(bytes, to: isOutput ? STDOUT_FILENO : STDERR_FILENO)
        guard !isWritten, isOutput else { return }
        _ = fault.compareExchange(expected: 0, desired: errno, ordering: .relaxed)
    }

    public func abandon() {
        guard showsPrompt, let prompt = prompt.withLock({ $0 }) else { return }
        isAbandoned.store(true, ordering: .relaxed)
        show("\n" + prompt)
    }

    public func change(prompt: StyledText) {}
    public func showStatus(_ text: StyledText?) {}

    public func ask(_ question: StyledText, isSecret: Bool) -> String? {
        guard isSecret else {
            show(question)
            return readLine(strippingNewline: true)
        }
        // Echo ends before anybody can answer.
        return Self.withoutEcho {
            show(question)
            defer { show("\n") }
            return readLine(strippingNewline: true)
        }
    }

    private static func withoutEcho<Result>(_ body: () -> Result) -> Result {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return body() }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &silent)
        defer { tcsetattr(STDIN_FILENO, TCSADRAIN, &before) }
        return body()
    }

    public func remember(_ entry: String) {}
    public var size: TerminalSize? { nil }
    public var outputFault: Int32? {
        let number = fault.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    public var redraws: Bool { false }
    public var isInteractive: Bool { showsPrompt }
    public func close() {}
}
