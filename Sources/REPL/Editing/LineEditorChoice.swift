import Glibc

/// The best editor for standard input and output: libedit on a terminal, else one that draws nothing over.
/// - Returns: the editor, and why it is not the better one where that should be said.
public func lineEditor(program: String = "tavlua", theme: Theme, settings: REPLSettings)
    -> (editor: any LineEditor, problem: LineEditorProblem?)
{
    let isTerminal = isatty(STDIN_FILENO) == 1
    guard isTerminal, isatty(STDOUT_FILENO) == 1, !settings.isPlain, TerminalKind.canDraw else {
        return (PlainLineEditor(showsPrompt: isTerminal), nil)
    }
    do {
        return (try LibeditLineEditor(program: program, theme: theme, settings: settings), nil)
    } catch {
        return (PlainLineEditor(showsPrompt: true), error)
    }
}

enum TerminalKind {
    static var name: String { getenv("TERM").map { String(cString: $0) } ?? "" }

    /// The few sequences of ECMA-48 that are used here work wherever a terminal has a name and is not one of
    /// these; the terminal database is not asked, and often lacks new ones.
    static var canDraw: Bool { !["", "dumb", "emacs"].contains(name) }
}
