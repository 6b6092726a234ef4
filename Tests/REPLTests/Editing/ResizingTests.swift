import TerminalHarness
import Testing

@Suite struct ResizingTests {
    typealias View = TerminalSession.View

    @Test func anEntryIsWrappedAnewAndNothingAboveIsLost() throws {
        let session = try lineReader(size: WindowSize(columns: 40, rows: 10))
        try session.type("one\r")
        try session.type("local text = 'goes on and on and on and on'")
        try session.press(.left)
        let above = ["test> one", #"line "one""#]
        #expect(
            session.view.lines
                == above + ["test> local text = 'goes on and on and o", "n and on'"])
        try resize(session, columns: 60)
        #expect(
            session.view.lines.suffix(1) == ["test> local text = 'goes on and on and on and on'"])
        #expect(Array(session.view.lines.prefix(2)) == above)
        try session.type("!")
        #expect(session.screen.cursorLine == "test> local text = 'goes on and on and on and on!'")
    }

    private func resize(_ session: TerminalSession, columns: Int) throws {
        let marks = session.terminal.idleMarks
        try session.resize(WindowSize(columns: columns, rows: 10))
        try session.wait("the entry to be drawn anew") { $0.idleMarks > marks }
    }
}
