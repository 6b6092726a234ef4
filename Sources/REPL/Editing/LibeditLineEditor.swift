import EditlineShim
import Glibc

/// Why there is no line editing here.
public struct LineEditorProblem: Error, CustomStringConvertible {
    public let description: String
}

/// Lines edited with libedit, which is loaded when this is made.
///
// @unchecked Sendable because the editor belongs to the one thread that reads entries.
public final class LibeditLineEditor: LineEditor, @unchecked Sendable {
    private var editor: OpaquePointer?
    private let theme: Theme

    public init(program: String, theme: Theme) throws(LineEditorProblem) {
        var problem: UnsafePointer<CChar>?
        guard let editor = editline_open(program, &problem) else {
            throw LineEditorProblem(description: problem.map { String(cString: $0) } ?? "unknown")
        }
        self.editor = editor
        self.theme = theme
    }

    deinit { close() }

    public func readEntry(prompt: StyledText, text: String, services: any EditorServices)
        -> LineRead
    {
        var entry = ""
        while true {
            switch readLine(prompt: entry.isEmpty ? prompt.plain : ">> ") {
            case .line(let line):
                entry += entry.isEmpty ? line : "\n" + line
                guard case .incomplete = services.verdict(of: entry) else { return .line(entry) }
            case .interrupted: return .interrupted(entry)
            case .end: return .end
            }
        }
    }

    private func readLine(prompt: String) -> LineRead {
        guard let editor else { return .end }
        var text: UnsafeMutablePointer<CChar>?
        switch editline_read(editor, prompt, &text) {
        case EDITLINE_LINE:
            defer { free(text) }
            return text.map { .line(String(cString: $0)) } ?? .end
        case EDITLINE_INTERRUPTED: return .interrupted("")
        default: return .end
        }
    }

    public func show(_ text: StyledText) { print(theme.rendered(text), terminator: "") }
    public func change(prompt: StyledText) {}
    public func showStatus(_ text: StyledText?) {}
    public func ask(_ question: StyledText, isSecret: Bool) -> String? {
        if case .line(let answer) = readLine(prompt: question.plain) { answer } else { nil }
    }

    public func remember(_ entry: String) {
        guard let editor else { return }
        editline_remember(editor, entry)
    }

    public var size: TerminalSize? { nil }

    public func close() {
        editline_close(editor)
        editor = nil
    }
}
