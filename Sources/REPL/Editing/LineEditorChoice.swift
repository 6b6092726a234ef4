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
