import EditlineShim

extension EntryEditor {
    private static let indentation = "  "

    func complete(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        guard let services else { return EDITLINE_REFUSE }
        let before = buffer.scalars[buffer.rowStart..<buffer.cursor]
        if buffer.hasSeveralRows, before.allSatisfy({ $0 == " " || $0 == "\t" }) {
            line.insert(Self.indentation)
            return EDITLINE_CONTINUE
        }
        if let listed, listed.buffer == buffer { return list(page: listed.page + 1, buffer) }
        guard let completion = services.completion(for: buffer),
            completion.replaced.lowerBound >= 0,
            completion.replaced.upperBound <= buffer.scalars.count
        else { return EDITLINE_REFUSE }
        guard let first = completion.candidates.first else {
            completion.note.map { showBelow(StyledText("\($0)\n", .note)) }
            return EDITLINE_REFUSE
        }
        let isOnly = completion.candidates.count == 1
        let inserted = isOnly ? first.insertion : completion.commonPrefix
        if let changed = buffer.replacing(completion.replaced, with: inserted, isWhole: isOnly) {
            line.replace(changed)
            return EDITLINE_CONTINUE
        }
        if isOnly { return EDITLINE_CONTINUE }
        listing = CandidateList(
            candidates: completion.candidates, note: completion.note, size: size)
        return list(page: 0, buffer)
    }

    /// A page of what was found; after the last one nothing is left to say.
    private func list(page: Int, _ buffer: EditBuffer) -> editline_reply {
        guard let rows = listing?.page(page), !rows.isEmpty else { return EDITLINE_CONTINUE }
        showBelow(rows)
        listed = (buffer, page)
        return EDITLINE_CONTINUE
    }

    /// Takes a step of indentation back, or lists what Tab would.
    func completeBack(_ buffer: EditBuffer, _ line: EditlineHandle) -> editline_reply {
        let start = buffer.rowStart
        let blanks = buffer.scalars[start...].prefix { $0 == " " }.prefix(Self.indentation.count)
        guard buffer.hasSeveralRows, !blanks.isEmpty else {
            return complete(buffer, line)
        }
        var changed = buffer
        changed.scalars.removeSubrange(start..<start + blanks.count)
        changed.cursor = max(start, buffer.cursor - blanks.count)
        line.replace(changed)
        return EDITLINE_CONTINUE
    }
}

extension EditBuffer {
    /// Without these, and with the cursor where they were.
    func removing(_ range: Range<Int>) -> EditBuffer {
        EditBuffer(
            scalars: Array(scalars[..<range.lowerBound] + scalars[range.upperBound...]),
            cursor: range.lowerBound)
    }

    /// With other text in the range and the cursor behind it; nil if that changes nothing, or would take
    /// away what was typed.
    func replacing(_ range: Range<Int>, with text: String, isWhole: Bool) -> EditBuffer? {
        let new = Array(text.unicodeScalars)
        let old = scalars[range]
        guard !new.elementsEqual(old), isWhole || new.count > old.count else { return nil }
        var changed = self
        changed.scalars.replaceSubrange(range, with: new)
        changed.cursor = range.lowerBound + new.count
        return changed
    }
}
