import EditlineShim
import Glibc

/// One entry at a time, on the thread that reads it. libedit keeps the text and the keymaps; what it
/// would draw is thrown away, and drawn here: it cannot colour, loses combining marks, and shows entries
/// that are taller than the screen wrongly.
final class EntryEditor {
    /// What is asked for.
    enum Purpose {
        case entry(any EditorServices)
        case answer(isSecret: Bool)
    }

    /// Nil only while it is being made.
    private(set) var line: EditlineHandle?
    let screen: TerminalScreen
    let settings: REPLSettings
    var input: TerminalInput
    var painter = ScreenPainter()
    var size = TerminalSize(columns: 80, rows: 24)
    /// What is sent with the next frame.
    var frame: [UInt8] = []

    var purpose = Purpose.answer(isSecret: false)
    var prompt = StyledText()
    /// What ^R and ^S show in its place.
    var searchPrompt: StyledText?
    var outcome: LineRead?
    /// ^C was typed behind the entry.
    var isInterrupted = false
    var recall = Recall()
    var undoStack = UndoStack()
    /// The row that was at the top of a screen that is too small.
    var top = 0
    private var initialText: String?
    /// What follows the mark of a private key, or libedit's name for the character after it.
    private var keyLetter: Unicode.Scalar?
    var literal: Unicode.Scalar?
    var killTarget = 0
    /// Where Up and Down try to stay, while nothing else is typed.
    var goalColumn: Int?
    var lastCommand: EditCommand?
    /// What Tab listed last, and how far.
    var listed: (buffer: EditBuffer, page: Int)?
    var listing: CandidateList?
    var suggestion: String?
    /// The entry was drawn after ^Z; the signal that ended the stop is still to come.
    var hasResumed = false
    private let showsIdleMarks = getenv("TAVLUA_IDLE_MARKS").map { String(cString: $0) } == "1"
    private let descriptor: Int32

    var services: (any EditorServices)? {
        if case .entry(let services) = purpose { services } else { nil }
    }

    init(
        program: String, settings: REPLSettings, input: Int32, screen: TerminalScreen
    ) throws(LineEditorProblem) {
        self.settings = settings
        self.screen = screen
        self.input = TerminalInput(descriptor: input)
        descriptor = input
        guard terminal_open_events() else {
            throw LineEditorProblem(description: "there are too many open files")
        }
        var problem: UnsafePointer<CChar>?
        let callbacks = editline_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            key: { context, function, _ in
                EntryEditor.from(context).map { $0.press(function) } ?? EDITLINE_REFUSE
            },
            next: { context, character in
                guard let editor = EntryEditor.from(context), let character else { return -1 }
                return editor.next(character)
            },
            beep: { context in EntryEditor.from(context)?.frame.append(7) })
        guard let pointer = editline_open(program, input, screen.descriptor, callbacks, &problem)
        else {
            throw LineEditorProblem(description: problem.map { String(cString: $0) } ?? "unknown")
        }
        line = EditlineHandle(pointer: pointer)
    }

    deinit { close() }

    func close() {
        guard let line else { return }
        editline_close(line.pointer)
        terminal_release()
        self.line = nil
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> EntryEditor? {
        context.map { Unmanaged<EntryEditor>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Waits until something was entered.
    func read(_ purpose: Purpose, prompt: StyledText, text: String) -> LineRead {
        guard let line else { return .end }
        self.purpose = purpose
        self.prompt = prompt
        initialText = text
        (outcome, searchPrompt, lastCommand, goalColumn) = (nil, nil, nil, nil)
        (keyLetter, literal, listed, top) = (nil, nil, nil, 0)
        isInterrupted = false
        recall.rewind()
        input.escapeIsKey = settings.editMode == .vi
        screen.beginEditing()
        defer { screen.endEditing() }
        terminal_begin_editing(descriptor, screen.descriptor)
        defer { terminal_end_editing() }
        beginFrame()
        let read: LineRead
        if case .answer(isSecret: true) = purpose {
            read = readSecret(line)
        } else {
            let count = editline_run(line.pointer)
            read = outcome ?? ending(count, line)
        }
        frame += Array("\u{1b}[?2004l".utf8)
        flush()
        // The next prompt would read it, and this entry could not be stopped by it.
        if isInterrupted { kill(getpid(), SIGINT) }
        return read
    }

    /// For keys that `.editrc` has bound to libedit's own ways to end a line.
    private func ending(_ count: Int32, _ line: EditlineHandle) -> LineRead {
        guard count > 0 else {
            frame += painter.leave()
            return .end
        }
        var buffer = line.buffer
        while buffer.scalars.last == "\n" { buffer.scalars.removeLast() }
        leave(buffer)
        return .line(buffer.text)
    }

    /// Starts in the first column, whatever was printed before: a mark and a row of blanks wrap if it was
    /// not there already, and the rest of the row is then written over.
    func beginFrame() {
        size = screen.size
        painter.forget()
        painter.columns = size.columns
        let mark = screen.theme.rendered(StyledText("⏎", .note))
        let blanks = String(repeating: " ", count: max(0, size.columns - 1))
        frame += Array("\u{1b}[?2004h\(mark)\(blanks)\r\u{1b}[J".utf8)
    }

    func flush() {
        guard !frame.isEmpty else { return }
        TerminalBytes.write(frame, to: screen.descriptor)
        frame.removeAll(keepingCapacity: true)
    }

    // MARK: What libedit asks for

    private func next(_ character: UnsafeMutablePointer<wchar_t>) -> Int32 {
        if let letter = keyLetter {
            keyLetter = nil
            character.pointee = wchar_t(bitPattern: letter.value)
            return 1
        }
        if let text = initialText {
            initialText = nil
            if !text.isEmpty { line?.insert(text) }
            undoStack.begin(with: line?.buffer ?? EditBuffer(""))
        }
        guard outcome == nil, let event = nextKey() else { return 0 }
        character.pointee = wchar_t(bitPattern: translated(event).value)
        return 1
    }

    /// What libedit is given for a key.
    private func translated(_ event: KeyDecoder.Event) -> Unicode.Scalar {
        switch event {
        case .key(let key): return privateKey(key)
        case .unknown: return privateKey(.insert)
        case .scalar(let scalar):
            // Its keymap takes C1 controls for Meta and a key, and it would not draw these.
            let isPlain = scalar.value < 0x80 || (scalar.value >= 0xA0 && CellWidth.of(scalar) > 0)
            guard !isPlain else { return scalar }
            literal = (0x80..<0xA0).contains(scalar.value) ? "\u{FFFD}" : scalar
            return privateKey(.literal)
        }
    }

    private func privateKey(_ key: EditorKey) -> Unicode.Scalar {
        keyLetter = key.scalar
        return EditorKey.mark
    }

    /// The next key; what is typed is shown before it waits for one. Nil at the end of the input.
    func nextKey() -> KeyDecoder.Event? {
        if let event = input.ready() { return event }
        undoStack.note(line?.buffer ?? EditBuffer(""))
        while true {
            paint()
            mark()
            flush()
            switch input.wait() {
            case .key(let event): return event
            case .closed: return nil
            case .ended:
                // Whoever handles the signal ends the process now, with the status that is due to it.
                input.linger()
                outcome = .end
                return nil
            case .news: showNews()
            case .resized: resize()
            case .continued: if !hasResumed { resume() } else { hasResumed = false }
            }
        }
    }

    /// Says for tests that all so far was read and shown.
    private func mark() {
        if showsIdleMarks { frame += Array("\u{1b}]7770;idle;\(input.consumed)\u{7}".utf8) }
    }
}

extension EntryEditor {
    func remember(_ entry: String) {
        recall.remember(entry)
        // For vi's own searches, and for what .editrc binds to libedit's.
        if let line { editline_remember(line.pointer, entry.unicodeScalars.wide) }
    }
}
