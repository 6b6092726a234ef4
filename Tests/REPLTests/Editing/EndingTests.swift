import Glibc
import TerminalHarness
import Testing

/// However the process ends or stops, the terminal is left as it was.
@Suite struct EndingTests {
    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS])
    func aSignalThatEndsTheProcessGivesTheTerminalBack(signal: Int32) throws {
        let session = try lineReader()
        try session.type("abc")
        let editing = try session.lineDiscipline()
        #expect(editing != .sane)
        #expect(session.screen.modes.contains(.bracketedPaste))
        session.signal(signal)
        #expect(try session.waitForEnd() == .signalled(signal))
        #expect(try session.lineDiscipline() == .sane)
        #expect(session.screen.modes == .initial)
        #expect(session.screen.cursor == .init(row: 1, column: 0))
    }

    /// Both keys come before the terminal makes signals of one again.
    @Test func aControlCBehindEnterIsTheSignalThatItIsWhileAnEntryRuns() throws {
        let session = try lineReader()
        try session.send("1\rtyped ahead\u{3}")
        #expect(try session.waitForEnd() == .signalled(SIGINT))
        #expect(try session.lineDiscipline() == .sane)
    }

    @Test func whatWasTypedIsThereAfterAStop() throws {
        let session = try TerminalSession(
            "/bin/bash", ["--norc", "--noediting", "-i"], size: .standard, term: "xterm",
            environment: [
                "PS1": "$ ", "TAVLUA_IDLE_MARKS": "1", "HOME": "/nonexistent", "LANG": "C.UTF-8",
            ], folder: "/")
        try session.send(lineReaderPath + "\r")
        try session.wait("the prompt") { $0.idleMarks > 0 }
        try session.send("hello\u{2}\u{2}")
        try session.wait("what was typed") {
            $0.screen.cursorLine == "test> hello" && $0.screen.cursor.column == 9
        }
        try session.send("\u{1a}")
        try session.wait(for: "Stopped")
        let marks = session.terminal.idleMarks
        try session.send("fg\r")
        try session.wait("the prompt again") { $0.idleMarks > marks }
        try session.send("X")
        try session.wait(for: "test> helXlo")
        #expect(
            session.screen.lines.filter { $0.hasPrefix("test> hel") } == [
                "test> hello", "test> helXlo",
            ])
        try session.send("\u{3}")
        try session.wait("the next prompt") { $0.screen.cursorLine == "test>" }
        try session.send("\u{4}")
        try session.wait(for: "\nend")
    }
}
