import LuaHost

/// What came of asking for an entry.
public enum LineRead: Sendable, Equatable {
    /// Complete by ``EditorServices/verdict(of:)``; may hold newlines.
    case line(String)
    /// ^C: what was being typed, which is gone.
    case interrupted(String)
    /// ^D on an empty line, or the input is over.
    case end
}

/// What an editor asks while an entry is being typed. Called on the editor's thread, which waits.
public protocol EditorServices: AnyObject, Sendable {
    /// What Enter makes of the text before it does anything: moves a row out that ends a block. Nil: nothing.
    func tidied(_ buffer: EditBuffer) -> EditBuffer?
    /// What Enter does.
    func verdict(of text: String) -> EntryVerdict
    /// The look of each scalar; as many as the buffer has.
    func styles(of buffer: EditBuffer) -> [Style]
    /// What is shown dim after the end of the text, and accepted by Right or ^F: the rest of an earlier
    /// entry. Nil where there is none. Asked only with the cursor at the end.
    func suggestion(for buffer: EditBuffer) -> String?
    /// What is shown dim after the end and cannot be accepted: the parameters of a call.
    func signature(for buffer: EditBuffer) -> String?
    /// What Tab offers.
    func completion(for buffer: EditBuffer) -> Completion?
    /// What F1 shows about the word at the cursor.
    func help(for buffer: EditBuffer) -> StyledText?
    /// What the program that `$VISUAL` or `$EDITOR` names made of the text; nil: unchanged.
    func editedOutside(_ text: String) -> String?
}

extension EditorServices {
    public func tidied(_ buffer: EditBuffer) -> EditBuffer? { nil }
}

/// Where the entries of a session come from: libedit on a terminal, a pipe, or a test's script.
public protocol LineEditor: AnyObject, Sendable {
    /// Waits for an entry. Called from one thread only, and blocks it.
    /// - Parameters:
    ///   - prompt: one line; ends in a character that is no blank, and then one space.
    ///   - text: what the line begins with, as if it had been typed.
    func readEntry(prompt: StyledText, text: String, services: any EditorServices) -> LineRead
    /// Shows text above what is being typed, or where the cursor is if nothing is. From any thread;
    /// order is kept. Adds no newline of its own: between entries, text may end inside a line.
    func show(_ text: StyledText)
    /// The same for what belongs on standard error.
    func showError(_ text: StyledText)
    /// What a script prints, as it is: asked where ``size`` is nil, as nobody looks at a terminal then.
    func write(_ bytes: [UInt8], on stream: LuaStream)
    /// Changes the prompt of the entry that is being typed. From any thread.
    func change(prompt: StyledText)
    /// A line at the cursor that is replaced at each call and erased by nil: what goes on, and for how
    /// long. Only between entries. From any thread.
    func showStatus(_ text: StyledText?)
    /// Asks a question and waits for a line of answer; nil at the end of the input or at ^C. Only between
    /// entries. `isSecret`: what is typed is not shown.
    func ask(_ question: StyledText, isSecret: Bool) -> String?
    /// Makes an entry the newest one that the arrow keys recall.
    func remember(_ entry: String)
    /// Columns and rows; nil where there is no terminal: then nothing is cut or paged.
    var size: TerminalSize? { get }
    /// Whether lines can be drawn over: where they cannot, what goes on is told a line at a time.
    var redraws: Bool { get }
    /// Whether somebody is there to answer a question.
    var isInteractive: Bool { get }
    /// The error of the first write to standard output that failed, such as ENOSPC; nil: all was written. A
    /// terminal that goes away ends the input instead.
    var outputFault: Int32? { get }
    /// ^C came as a signal while an entry was being typed: forget it, and show the prompt again. Editors that
    /// read ^C as a key need not do anything.
    func abandon()
    /// Gives the terminal back as it was.
    func close()
}

extension LineEditor {
    public var redraws: Bool { true }
    public var isInteractive: Bool { true }
    public var outputFault: Int32? { nil }
    public func abandon() {}
    public func showError(_ text: StyledText) { show(text) }
    public func write(_ bytes: [UInt8], on stream: LuaStream) {
        show(StyledText(String(decoding: bytes, as: UTF8.self)))
    }
}

public struct TerminalSize: Sendable, Equatable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}
