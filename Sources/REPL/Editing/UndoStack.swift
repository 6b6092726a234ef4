/// What the buffer was before. libedit has one step, and for vi's commands alone.
struct UndoStack {
    private var states: [EditBuffer] = []
    private var last = EditBuffer("")
    private var isTyping = false
    /// Scalars in all states, so that large pastes are not kept a hundred times.
    private var size = 0
    private static let maxSize = 4 << 20

    mutating func begin(with buffer: EditBuffer) {
        self = UndoStack()
        last = buffer
    }

    /// Takes note of the buffer, before each key. A word that is typed is one step.
    mutating func note(_ buffer: EditBuffer) {
        defer { last = buffer }
        guard buffer.scalars != last.scalars else {
            if buffer.cursor != last.cursor { isTyping = false }
            return
        }
        let typed = typedScalar(in: buffer)
        let goesOn = isTyping && typed.map { !$0.properties.isWhitespace } ?? false
        isTyping = typed != nil
        if !goesOn { push(last) }
    }

    /// What the buffer was one step ago.
    mutating func undo(_ buffer: EditBuffer) -> EditBuffer? {
        note(buffer)
        guard let state = states.popLast() else { return nil }
        size -= state.scalars.count
        last = state
        isTyping = false
        return state
    }

    private func typedScalar(in buffer: EditBuffer) -> Unicode.Scalar? {
        let isOneMore = buffer.scalars.count == last.scalars.count + 1
        guard isOneMore, buffer.cursor == last.cursor + 1 else { return nil }
        return buffer.scalars[last.cursor]
    }

    private mutating func push(_ state: EditBuffer) {
        states.append(state)
        size += state.scalars.count
        while size > Self.maxSize, states.count > 1 {
            size -= states.removeFirst().scalars.count
        }
    }
}
