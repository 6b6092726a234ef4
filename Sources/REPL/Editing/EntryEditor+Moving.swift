import EditlineShim

extension EntryEditor {
    /// Up and down: through the rows, and from the first and last one through earlier entries.
    func walk(_ command: EditCommand, _ buffer: EditBuffer, _ line: EditlineHandle)
        -> editline_reply
    {
        if command == .up || command == .down, let target = rowStep(command, buffer) {
            line.move(to: target)
            return EDITLINE_CONTINUE
        }
        guard services != nil else { return EDITLINE_REFUSE }
        goalColumn = nil
        let goesBack = command == .up || command == .earlier
        let found = goesBack ? recall.earlier(than: buffer) : recall.later(than: buffer)
        guard let found else { return EDITLINE_REFUSE }
        line.replace(found)
        return EDITLINE_CONTINUE
    }

    /// The position a row away, as near to the column as the row is long.
    private func rowStep(_ command: EditCommand, _ buffer: EditBuffer) -> Int? {
        let start = buffer.rowStart
        let column = goalColumn ?? buffer.cursor - start
        var target = buffer
        if command == .up {
            guard start > 0 else { return nil }
            target.cursor = start - 1
        } else {
            guard buffer.rowEnd < buffer.scalars.count else { return nil }
            target.cursor = buffer.rowEnd + 1
        }
        goalColumn = column
        return min(target.rowStart + column, target.rowEnd)
    }

    /// A character or a word; at the end of the text, into what is offered.
    func step(_ command: EditCommand, _ buffer: EditBuffer, _ line: EditlineHandle)
        -> editline_reply
    {
        if buffer.cursor == buffer.scalars.count, let suggestion, !suggestion.isEmpty {
            if command == .right {
                line.insert(suggestion)
                return EDITLINE_CONTINUE
            }
            if command == .wordRight {
                line.insert(Self.firstWord(of: suggestion))
                return EDITLINE_CONTINUE
            }
        }
        switch command {
        // One that is a scalar is libedit's, which knows where vi's command mode may go.
        case .left where buffer.cursor - buffer.characterStart > 1:
            line.move(to: buffer.characterStart)
        case .right where buffer.characterEnd - buffer.cursor > 1:
            line.move(to: buffer.characterEnd)
        case .left: line.push(.previousCharacter)
        case .right: line.push(.nextCharacter)
        case .wordLeft: line.push(.previousWord)
        default: line.push(.nextWord)
        }
        return EDITLINE_CONTINUE
    }

    /// What a step of a word takes: other characters, and the letters and digits after them.
    static func firstWord(of text: String) -> Substring.UnicodeScalarView {
        func isWord(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "_" || scalar.properties.isAlphabetic
                || scalar.properties.numericType != nil
        }
        let scalars = text.unicodeScalars
        let start = scalars.firstIndex(where: isWord) ?? scalars.endIndex
        let end = scalars[start...].firstIndex { !isWord($0) } ?? scalars.endIndex
        return scalars[..<end]
    }

    /// To an end of the row, and from there to that of the text.
    func moveInRow(_ command: EditCommand, _ buffer: EditBuffer, _ line: EditlineHandle)
        -> editline_reply
    {
        if command == .rowEnd, buffer.cursor == buffer.scalars.count, suggestion != nil {
            return step(.right, buffer, line)
        }
        line.move(to: rowEdge(command == .rowStart, buffer))
        return EDITLINE_CONTINUE
    }

    /// Up to an end of the row, and from there to that of the text.
    func killInRow(_ command: EditCommand, _ buffer: EditBuffer, _ line: EditlineHandle)
        -> editline_reply
    {
        killTarget = rowEdge(command == .killToRowStart, buffer)
        guard killTarget != buffer.cursor else { return EDITLINE_REFUSE }
        line.killByJumping()
        return EDITLINE_CONTINUE
    }

    private func rowEdge(_ isStart: Bool, _ buffer: EditBuffer) -> Int {
        let edge = isStart ? buffer.rowStart : buffer.rowEnd
        guard edge == buffer.cursor else { return edge }
        return isStart ? 0 : buffer.scalars.count
    }
}

extension EditBuffer {
    /// Where the row of the cursor begins.
    var rowStart: Int { (scalars[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
    /// Where it ends, before the newline.
    var rowEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }
    var hasSeveralRows: Bool { scalars.contains("\n") }
    var rowIsBlank: Bool { scalars[rowStart..<rowEnd].allSatisfy(\.properties.isWhitespace) }

    var withoutBlankRowsAtEnd: EditBuffer {
        let end = scalars.lastIndex { !$0.properties.isWhitespace } ?? -1
        return EditBuffer(scalars: Array(scalars[...end]), cursor: cursor)
    }
}
