import EditlineShim
import Glibc

extension EntryEditor {
    /// What a bound key does.
    func press(_ function: Int32) -> editline_reply {
        guard let line, let command = EditCommand(rawValue: function) else {
            return EDITLINE_REFUSE
        }
        let buffer = line.buffer
        if !command.keepsGoalColumn { goalColumn = nil }
        defer { lastCommand = command }
        switch command {
        case .enter: return enter(buffer, line)
        case .newline: return insertRow(buffer, line)
        case .complete: return complete(buffer, line)
        case .completeBack: return completeBack(buffer, line)
        case .up, .down, .earlier, .later: return walk(command, buffer, line)
        case .searchBack, .searchForward: return search(command, buffer, line)
        case .left, .right, .wordLeft, .wordRight: return step(command, buffer, line)
        case .rowStart, .rowEnd: return moveInRow(command, buffer, line)
        case .killToRowEnd, .killToRowStart: return killInRow(command, buffer, line)
        case .killUpToMark: line.move(to: killTarget)
        case .deleteBackward: return deleteBackward(buffer, line)
        case .deleteForward: deleteForward(buffer, line)
        case .interrupt: return interrupt(buffer)
        case .endOfInput: return endOfInput(buffer, line)
        case .suspend: suspend(line)
        case .clearScreen: clearScreen()
        case .paste: return paste(line)
        case .insertLiteral: if let literal { line.insert([literal]) }
        case .undo: return undo(buffer, line)
        case .editOutside: return editOutside(buffer, line)
        case .commentOut: return commentOut(buffer, line)
        case .help: return help(buffer)
        case .ignore: break
        }
        return EDITLINE_CONTINUE
    }

    // MARK: Ends of an entry

    private func enter(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        guard let services else { return accept(buffer) }
        if let tidied = services.tidied(buffer) {
            line.replace(tidied)
            return enter(tidied, line)
        }
        // In the middle of several rows a row is missing, rather than a result.
        let isInLastRow = !buffer.scalars[buffer.cursor...].contains("\n")
        switch services.verdict(of: buffer.text) {
        case .empty: return accept(buffer)
        case .complete, .broken:
            let isAtEnd = buffer.scalars[buffer.cursor...].allSatisfy(\.properties.isWhitespace)
            return isInLastRow || isAtEnd ? accept(buffer) : insertRow(buffer, line)
        case .incomplete(let indentation):
            if isInLastRow, buffer.hasSeveralRows, buffer.rowIsBlank {
                // Nobody goes on: running it shows what is missing.
                return accept(buffer.withoutBlankRowsAtEnd)
            }
            guard buffer.cursor == buffer.scalars.count else { return insertRow(buffer, line) }
            line.insert("\n" + String(repeating: " ", count: max(0, indentation)))
            return EDITLINE_CONTINUE
        }
    }

    private func accept(_ buffer: EditBuffer) -> editline_reply {
        leave(buffer)
        outcome = .line(buffer.text)
        if services != nil { isInterrupted = input.takeInterrupt() }
        return EDITLINE_ACCEPT
    }

    /// A row as far in as this one.
    private func insertRow(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        guard services != nil else { return EDITLINE_REFUSE }
        let start = buffer.rowStart
        let indentation = buffer.scalars[start..<buffer.cursor].prefix { $0 == " " || $0 == "\t" }
        line.insert(["\n"] + indentation)
        return EDITLINE_CONTINUE
    }

    private func interrupt(_ buffer: EditBuffer) -> editline_reply {
        let isEmpty = buffer.scalars.isEmpty
        leave(buffer, mark: StyledText("^C", .note))
        if isEmpty, services != nil {
            let hint = StyledText("(^D on an empty line ends)\n", .note)
            frame += Array(screen.theme.rendered(hint).utf8)
        }
        outcome = .interrupted(buffer.text)
        return EDITLINE_ACCEPT
    }

    private func endOfInput(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        if buffer.scalars.isEmpty {
            leave(buffer)
            outcome = .end
            return EDITLINE_CLOSE
        }
        guard buffer.cursor < buffer.scalars.count else { return EDITLINE_REFUSE }
        deleteForward(buffer, line)
        return EDITLINE_CONTINUE
    }

    /// Keeps the text as an entry that does nothing.
    private func commentOut(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        guard services != nil, !buffer.scalars.isEmpty else { return EDITLINE_REFUSE }
        let rows = buffer.scalars.split(separator: "\n", omittingEmptySubsequences: false)
        let commented = EditBuffer(
            rows.map { "-- " + String($0) }.joined(separator: "\n"))
        line.replace(commented)
        return accept(commented)
    }

    // MARK: The terminal

    /// Gives the terminal away for something else, and draws the entry anew after it.
    private func away<Result>(_ line: EditlineHandle, _ body: () -> Result) -> Result {
        suggestion = nil
        frame += painter.leave()
        frame += Array("\u{1b}[?2004l".utf8)
        flush()
        editline_prepare(line.pointer, false)
        defer {
            editline_prepare(line.pointer, true)
            beginFrame()
        }
        return body()
    }

    private func suspend(_ line: EditlineHandle) {
        away(line) {
            // A worker of Dispatch blocks signals; stopped later, the process would draw once more first.
            var stop = sigset_t()
            sigemptyset(&stop)
            sigaddset(&stop, SIGTSTP)
            pthread_sigmask(SIG_UNBLOCK, &stop, nil)
            raise(SIGTSTP)
        }
        hasResumed = true
    }

    private func editOutside(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        guard let services else { return EDITLINE_REFUSE }
        if let text = away(line, { services.editedOutside(buffer.text) }) {
            var edited = EditBuffer(text)
            while edited.scalars.last == "\n" { edited.scalars.removeLast() }
            line.replace(EditBuffer(edited.text))
        }
        return EDITLINE_CONTINUE
    }

    private func clearScreen() {
        painter.forget()
        frame += Array("\u{1b}[H\u{1b}[2J".utf8)
    }

    private func help(_ buffer: EditBuffer) -> editline_reply {
        guard let text = services?.help(for: buffer), !text.isEmpty else { return EDITLINE_REFUSE }
        showBelow(text.plain.unicodeScalars.last == "\n" ? text : text + "\n")
        return EDITLINE_CONTINUE
    }

    // MARK: Text

    private func deleteBackward(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        guard buffer.cursor > 0 else { return EDITLINE_REFUSE }
        line.replace(buffer.removing(buffer.characterStart..<buffer.cursor))
        return EDITLINE_CONTINUE
    }

    private func deleteForward(_ buffer: EditBuffer, _ line: EditlineHandle) {
        let end = buffer.characterEnd
        if end - buffer.cursor > 1 {
            line.replace(buffer.removing(buffer.cursor..<end))
        } else {
            line.push(.deleteCharacter)
        }
    }

    private func undo(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        guard let earlier = undoStack.undo(buffer) else { return EDITLINE_REFUSE }
        line.replace(earlier)
        return EDITLINE_CONTINUE
    }

    /// The text of a bracketed paste, as one piece.
    private func paste(_ line: EditlineHandle) -> editline_reply {
        let bytes = readPaste()
        guard bytes.count <= PastedText.maxBytes else {
            showAbove(refusal(of: bytes))
            return EDITLINE_REFUSE
        }
        var scalars = PastedText.cleaned(bytes)
        if services == nil { scalars = Array(scalars.prefix { $0 != "\n" }) }
        line.insert(scalars)
        return EDITLINE_CONTINUE
    }

    func readPaste() -> [UInt8] {
        var bytes: [UInt8] = []
        input.readPaste { bytes += $0 }
        return bytes
    }

    private func refusal(of bytes: [UInt8]) -> StyledText {
        let what = "what was pasted is longer than \(PastedText.maxBytes >> 20) MB"
        if let path = PastedText.keep(bytes) {
            return StyledText("\(what); it is kept: .load \(path)\n", .warning)
        }
        return StyledText("\(what), and could not be kept in a file\n", .warning)
    }
}

extension EditCommand {
    fileprivate var keepsGoalColumn: Bool { self == .up || self == .down }
}
