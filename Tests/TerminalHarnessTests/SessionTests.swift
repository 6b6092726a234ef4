import Glibc
import TerminalHarness
import Testing

/// With programs that are everywhere: what is started here is a program on a real terminal.
@Suite(.serialized) struct SessionTests {
    private func shell(_ script: String, size: WindowSize = .standard) throws -> TerminalSession {
        try TerminalSession(
            "/bin/sh", ["-c", script], size: size, environment: ["GREETING": "hello"], folder: "/")
    }

    @Test func aProgramHasATerminalOfTheGivenSize() throws {
        let session = try shell("tty; stty size; pwd; echo $GREETING $TERM; ls /proc/self/fd")
        #expect(try session.waitForEnd() == .exited(0))
        let lines = session.screen.lines
        #expect(lines[0].hasPrefix("/dev/pts/"))
        #expect(lines[1...3] == ["24 80", "/", "hello xterm-256color"])
        // `ls` itself opened 3.
        #expect(lines[4...] == ["0  1  2  3"])
    }

    @Test func itsEnvironmentIsWhatWasGiven() throws {
        let session = try TerminalSession(
            "/usr/bin/env", size: WindowSize(columns: 4000, rows: 5), environment: ["B": "2"],
            folder: "/tmp")
        try session.waitForEnd()
        let names = session.screen.lines.map { String($0.prefix { $0 != "=" }) }
        #expect(names == ["B", "PATH", "TERM"])
    }

    @Test func whatIsTypedIsEchoedAndRead() throws {
        let session = try shell("read line; echo \"<$line>\"")
        try session.send("ab日\r")
        try session.wait(for: "<ab日>")
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.screen.text == "ab日\n<ab日>")
    }

    @Test func statusAndSignalAreTold() throws {
        #expect(try shell("exit 7").waitForEnd() == .exited(7))
        #expect(try shell("kill -TERM $$").waitForEnd() == .signalled(SIGTERM))
        let session = try shell("echo up; read x")
        try session.wait(for: "up")
        session.signal(SIGHUP)
        #expect(try session.waitForEnd() == .signalled(SIGHUP))
    }

    @Test func aClosedTerminalHangsUp() throws {
        let session = try shell("echo up; read x; exit 0")
        try session.wait(for: "up")
        session.hangUp()
        #expect(try session.waitForEnd() == .signalled(SIGHUP))
    }

    @Test func controlCInterruptsWhatRuns() throws {
        let session = try shell("trap 'echo caught; exit 3' INT; echo up; while :; do :; done")
        try session.wait(for: "up")
        try session.sendSignalKey("c")
        #expect(try session.waitForEnd() == .exited(3))
        #expect(session.screen.text == "up\n^Ccaught")
    }

    @Test func aNewSizeIsHeardOf() throws {
        let session = try shell("trap 'stty size; exit' WINCH; echo up; while :; do read x; done")
        try session.wait(for: "up")
        try session.resize(WindowSize(columns: 40, rows: 10))
        try session.wait(for: "10 40")
    }

    @Test func settingsOutliveTheProgram() throws {
        let session = try shell("stty -echo -icanon; echo set; read x")
        try session.wait(for: "set")
        #expect(try session.lineDiscipline().echoes == false)
        session.signal(SIGKILL)
        #expect(try session.waitForEnd() == .signalled(SIGKILL))
        var expected = LineDiscipline.sane
        (expected.echoes, expected.isCanonical) = (false, false)
        #expect(try session.lineDiscipline() == expected)
    }

    @Test func largePastesPassAProgramThatWritesAsMuch() throws {
        let session = try shell("stty raw -echo; echo up; exec cat")
        try session.wait(for: "up")
        let line = String(repeating: "x", count: 79) + "\n"
        try session.send(String(repeating: line, count: 5000) + "end")
        try session.wait(for: "end")
        #expect(session.terminal.bytesReceived >= 400_000)
    }

    @Test func aFailedWaitShowsTheScreen() throws {
        let session = try shell("echo one; read x", size: WindowSize(columns: 6, rows: 2))
        session.patience = .milliseconds(200)
        let failure = try #require(throws: WaitFailure.self) { try session.wait(for: "two") }
        #expect(
            failure.description == """
                waited 0.2 seconds for "two" on the screen
                typed 0 bytes, none read when idle
                +------+
                |one   |
                |      | < cursor in 0
                +------+
                """)
    }

    @Test func aProgramThatEndsEndsTheWait() throws {
        let session = try shell("echo one")
        let failure = try #require(throws: WaitFailure.self) { try session.wait(for: "two") }
        #expect(failure.description.contains("but the program ended"))
    }

    @Test func aProgramThatIsNotThereIsAnError() throws {
        let problem = try #require(throws: TerminalProblem.self) {
            try TerminalSession("/nowhere/program", folder: "/")
        }
        #expect(problem.description == "starting /nowhere/program: No such file or directory")
    }
}
