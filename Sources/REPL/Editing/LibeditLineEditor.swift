import EditlineShim
import Glibc
import Synchronization

/// Why there is no line editing here.
public struct LineEditorProblem: Error, CustomStringConvertible {
    public let description: String
}

/// Entries edited with libedit's keymaps on a terminal. libedit is loaded when this is made; there can be
/// one at a time.
///
// @unchecked Sendable because what one thread alone may use, the editor, is used by the one that reads
// entries; the rest is shared behind locks.
public final class LibeditLineEditor: LineEditor, @unchecked Sendable {
    private let editor: EntryEditor
    private let screen: TerminalScreen
    private let remembered = Mutex<[String]>([])
    private let descriptor: Int32

    /// - Parameter program: the name before `:` in lines of `.editrc` that are for it alone.
    /// - Throws: where the terminal cannot be drawn on, or libedit is missing.
    public init(
        program: String = "tavlua", theme: Theme, settings: REPLSettings = REPLSettings(),
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO
    ) throws(LineEditorProblem) {
        guard TerminalKind.canDraw else {
            throw LineEditorProblem(
                description: "TERM is \"\(TerminalKind.name)\": nothing can be drawn over there")
        }
        screen = TerminalScreen(descriptor: output, theme: theme)
        descriptor = input
        editor = try EntryEditor(
            program: program, settings: settings, input: input, screen: screen)
        if let complaint = editor.line?.bindKeys(usesVi: settings.editMode == .vi) {
            let file = getenv("EDITRC").map { String(cString: $0) } ?? "~/.editrc"
            screen.show(StyledText("\(file): \(complaint.asOneLine)\n", .warning))
        }
    }

    public func readEntry(prompt: StyledText, text: String, services: any EditorServices)
        -> LineRead
    {
        takeRemembered()
        return editor.read(.entry(services), prompt: prompt, text: text)
    }

    public func ask(_ question: StyledText, isSecret: Bool) -> String? {
        switch editor.read(.answer(isSecret: isSecret), prompt: question, text: "") {
        case .line(let answer): answer
        case .interrupted, .end: nil
        }
    }

    public func show(_ text: StyledText) { screen.show(text) }
    public func change(prompt: StyledText) { screen.change(prompt: prompt) }
    public func showStatus(_ text: StyledText?) { screen.showStatus(text) }
    public func remember(_ entry: String) { remembered.withLock { $0.append(entry) } }
    public var size: TerminalSize? { screen.size }

    /// While an entry is typed, as when a signal ends the process, only the terminal is given back: libedit
    /// is in the hands of the thread that waits.
    public func close() {
        showStatus(nil)
        if screen.isEditing { return terminal_restore() }
        editor.close()
    }

    private func takeRemembered() {
        let entries = remembered.withLock { entries in
            defer { entries = [] }
            return entries
        }
        for entry in entries { editor.remember(entry) }
    }
}

/// Gives the terminal back as it was when the program began, if an entry is being typed: for what ends the
/// process at once. Async-signal-safe.
public func restoreTerminal() { terminal_restore() }

extension String {
    fileprivate var asOneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: "; ")
    }
}
