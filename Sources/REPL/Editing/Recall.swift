/// Earlier entries, as the arrow keys walk through them.
struct Recall {
    /// Oldest first, each text once.
    private(set) var entries: [String] = []
    private var texts: Set<String> = []
    private var place: Place?

    private struct Place {
        var index: Int
        /// What was typed before the first step.
        var draft: EditBuffer
        /// What all entries on the way begin with.
        var prefix: String
    }

    mutating func remember(_ entry: String) {
        place = nil
        guard entry.contains(where: { !$0.isWhitespace }) else { return }
        if !texts.insert(entry).inserted, let earlier = entries.lastIndex(of: entry) {
            entries.remove(at: earlier)
        }
        entries.append(entry)
    }

    /// Forgets where it is: a new line begins.
    mutating func rewind() { place = nil }

    /// The next older entry that begins with what stands before the cursor; nil if there is none.
    mutating func earlier(than buffer: EditBuffer) -> EditBuffer? {
        begin(with: buffer)
        guard let place else { return nil }
        let text = buffer.text
        let found = entries[..<place.index].lastIndex {
            $0 != text && $0.utf8.starts(with: place.prefix.utf8)
        }
        guard let found else {
            if place.index == entries.count { self.place = nil }
            return nil
        }
        return move(to: found)
    }

    /// The next newer one, and after the newest what was typed.
    mutating func later(than buffer: EditBuffer) -> EditBuffer? {
        guard let place, isUnchanged(buffer) else { return nil }
        let text = buffer.text
        let found = entries[min(place.index + 1, entries.count)...].firstIndex {
            $0 != text && $0.utf8.starts(with: place.prefix.utf8)
        }
        if let found { return move(to: found) }
        self.place = nil
        return place.draft
    }

    /// The next entry that holds the text, from `index` on in one direction. Capitals count only where
    /// the text has some.
    func search(_ text: String, from index: Int, backward: Bool) -> Int? {
        let ignoresCase = text.lowercased() == text
        func holds(_ entry: String) -> Bool {
            (ignoresCase ? entry.lowercased() : entry).contains(text)
        }
        return backward
            ? entries[..<min(max(0, index), entries.count)].lastIndex(where: holds)
            : entries[min(max(0, index + 1), entries.count)...].firstIndex(where: holds)
    }

    /// Goes on from an entry that was found otherwise.
    mutating func settle(at index: Int, draft: EditBuffer) {
        place = Place(index: index, draft: draft, prefix: "")
    }

    private mutating func begin(with buffer: EditBuffer) {
        guard !isUnchanged(buffer) else { return }
        place = Place(index: entries.count, draft: buffer, prefix: buffer.textBeforeCursor)
    }

    /// Whether the buffer is what the last step made of it.
    private func isUnchanged(_ buffer: EditBuffer) -> Bool {
        guard let place else { return false }
        return place.index < entries.count
            ? entries[place.index] == buffer.text : place.draft == buffer
    }

    private mutating func move(to index: Int) -> EditBuffer {
        place?.index = index
        return EditBuffer(entries[index])
    }
}
