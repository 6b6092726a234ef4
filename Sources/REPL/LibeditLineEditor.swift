import EditlineShim
import Glibc

/// Why there is no line editing here.
public struct LineEditorProblem: Error, CustomStringConvertible {
    public let description: String
}

/// Lines edited with libedit, which is loaded when this is made.
public final class LibeditLineEditor: LineEditor {
    private var editor: OpaquePointer?

    public init(program: String) throws(LineEditorProblem) {
        var problem: UnsafePointer<CChar>?
        guard let editor = editline_open(program, &problem) else {
            throw LineEditorProblem(description: problem.map { String(cString: $0) } ?? "unknown")
        }
        self.editor = editor
    }

    deinit { close() }

    public func readLine(prompt: String) -> LineRead {
        guard let editor else { return .end }
        var text: UnsafeMutablePointer<CChar>?
        switch editline_read(editor, prompt, &text) {
        case EDITLINE_LINE:
            defer { free(text) }
            return text.map { .line(String(cString: $0)) } ?? .end
        case EDITLINE_INTERRUPTED: return .interrupted
        default: return .end
        }
    }

    public func remember(_ entry: String) {
        guard let editor else { return }
        editline_remember(editor, entry)
    }

    public func close() {
        editline_close(editor)
        editor = nil
    }
}
