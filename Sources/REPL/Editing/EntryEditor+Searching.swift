import EditlineShim

extension EntryEditor {
    /// Searches earlier entries as the text to find is typed, and leaves at the first other key.
    func search(_ command: EditCommand, _ buffer: EditBuffer, _ line: EditlineHandle)
        -> editline_reply
    {
        guard services != nil else { return EDITLINE_REFUSE }
        var search = Search(
            recall: recall, draft: buffer, isBackward: command == .searchBack)
        defer { searchPrompt = nil }
        while true {
            show(search, line)
            guard let event = nextKey() else { return EDITLINE_CONTINUE }
            switch event {
            case .scalar("\u{7}"), .scalar("\u{3}"):
                line.replace(buffer)
                return EDITLINE_CONTINUE
            case .scalar("\u{12}"): search.again(backward: true)
            case .scalar("\u{13}"): search.again(backward: false)
            case .scalar("\u{7f}"), .scalar("\u{8}"): search.shorten()
            case .key(.paste): search.add(PastedText.cleaned(readPaste()))
            case .scalar(let scalar) where scalar.value >= 0x20: search.add([scalar])
            default:
                settle(search, line, event)
                return EDITLINE_CONTINUE
            }
        }
    }

    private func show(_ search: Search, _ line: EditlineHandle) {
        line.replace(search.shown)
        searchPrompt = search.prompt
    }

    private func settle(_ search: Search, _ line: EditlineHandle, _ event: KeyDecoder.Event) {
        if let index = search.found { recall.settle(at: index, draft: search.draft) }
        switch event {
        case .scalar("\u{1b}"): break
        case .scalar("\r"), .scalar("\n"):
            // What was found is run, wherever the cursor stands in it.
            line.move(to: line.buffer.scalars.count)
            input.unread(event)
        default: input.unread(event)
        }
    }
}

/// An incremental search.
struct Search {
    let recall: Recall
    let draft: EditBuffer
    private(set) var isBackward: Bool
    private(set) var wanted: [Unicode.Scalar] = []
    private(set) var found: Int?
    private var hasFailed = false

    init(recall: Recall, draft: EditBuffer, isBackward: Bool) {
        self.recall = recall
        self.draft = draft
        self.isBackward = isBackward
    }

    mutating func add(_ scalars: [Unicode.Scalar]) {
        wanted += scalars
        // What was found may go on to be it.
        look(from: found.map { isBackward ? $0 + 1 : $0 - 1 })
    }

    mutating func shorten() {
        _ = wanted.popLast()
        found = nil
        look(from: nil)
    }

    mutating func again(backward: Bool) {
        isBackward = backward
        look(from: found)
    }

    private mutating func look(from index: Int?) {
        guard !wanted.isEmpty else {
            hasFailed = false
            return
        }
        let start = index ?? (isBackward ? recall.entries.count : -1)
        let next = recall.search(String(wanted), from: start, backward: isBackward)
        hasFailed = next == nil
        if let next { found = next }
    }

    /// What was found, with the cursor where it holds the text.
    var shown: EditBuffer {
        guard let found else { return draft }
        var buffer = EditBuffer(recall.entries[found])
        let folded = buffer.scalars.map { $0.properties.lowercaseMapping }
        let pattern = wanted.map { $0.properties.lowercaseMapping }
        guard !pattern.isEmpty, let range = folded.firstRange(of: pattern) else { return buffer }
        buffer.cursor = range.lowerBound
        return buffer
    }

    var prompt: StyledText {
        StyledText(isBackward ? "search " : "search forward ", .note)
            + StyledText("\"\(String(wanted))\"", hasFailed ? .error : .string)
            + StyledText(hasFailed ? " not found: " : ": ", .note)
    }
}
