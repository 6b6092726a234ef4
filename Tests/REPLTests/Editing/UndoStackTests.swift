import Testing

@testable import REPL

@Suite struct UndoStackTests {
    private func typed(_ text: String, into stack: inout UndoStack) -> EditBuffer {
        var buffer = EditBuffer("")
        for scalar in text.unicodeScalars {
            buffer = EditBuffer(buffer.text + String(scalar))
            stack.note(buffer)
        }
        return buffer
    }

    @Test func aWordIsOneStep() {
        var stack = UndoStack()
        stack.begin(with: EditBuffer(""))
        var buffer = typed("one two", into: &stack)
        var steps: [String] = []
        while let earlier = stack.undo(buffer) {
            steps.append(earlier.text)
            buffer = earlier
        }
        #expect(steps == ["one", ""])
    }

    @Test func theCursorComesBackToo() {
        var stack = UndoStack()
        let before = EditBuffer(scalars: Array("abc".unicodeScalars), cursor: 1)
        stack.begin(with: before)
        #expect(stack.undo(EditBuffer("")) == before)
        #expect(stack.undo(before) == nil)
    }

    @Test func manyLargeTextsAreNotAllKept() {
        var stack = UndoStack()
        stack.begin(with: EditBuffer(""))
        let large = (0..<12).map { EditBuffer("\($0)" + String(repeating: "x", count: 1 << 20)) }
        for buffer in large { stack.note(buffer) }
        var count = 0
        var buffer = large[11]
        while let earlier = stack.undo(buffer) {
            buffer = earlier
            count += 1
        }
        #expect(count == 3)
    }
}
