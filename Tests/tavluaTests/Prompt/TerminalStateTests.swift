import Glibc
import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct TerminalState {
        @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT, SIGQUIT, SIGBUS])
        func aSignalThatEndsItGivesTheTerminalBack(signal: Int32) throws {
            try atPrompt { user in
                try user.type("half")
                #expect(try user.lineDiscipline().isCanonical == false)
                #expect(user.screen.modes.contains(.bracketedPaste))
                user.signal(signal)
                let end = try user.waitForEnd()
                #expect([.exited(128 + signal), .signalled(signal)].contains(end))
                #expect(try user.lineDiscipline() == .sane)
                #expect(user.screen.modes == .initial)
            }
        }

        @Test(arguments: [SIGTERM, SIGHUP])
        func aSignalWhileAnEntryRunsEndsIt(signal: Int32) throws {
            try atPrompt { user in
                try user.send("print('up') while true do end\r")
                try user.wait("output") { $0.screen.lines.contains("up") }
                user.signal(signal)
                let end = try user.waitForEnd()
                #expect([.exited(128 + signal), .signalled(signal)].contains(end))
                #expect(try user.lineDiscipline() == .sane)
                #expect(user.screen.modes == .initial)
            }
        }

        @Test func whileAnEntryRunsTheTerminalIsAsItWas() throws {
            try atPrompt { user in
                try user.send("print('up') while true do end\r")
                try user.wait("output") { $0.screen.lines.contains("up") }
                #expect(try user.lineDiscipline().makesSignals)
                #expect(!user.screen.modes.contains(.bracketedPaste))
            }
        }

        @Test func exitWithAStatus() throws {
            for (entry, status) in [("os.exit(3)", 3), (".exit 4", 4), ("os.exit(true)", 0)] {
                try atPrompt { user in
                    try user.send(entry + "\r")
                    #expect(try user.waitForEnd() == .exited(Int32(status)))
                    #expect(try user.lineDiscipline() == .sane)
                    #expect(user.screen.modes == .initial)
                }
            }
        }

        @Test func aClosedWindowEndsIt() throws {
            for entry in ["half", "while true do end\r"] {
                try atPrompt { user in
                    try user.send(entry)
                    user.hangUp()
                    let end = try user.waitForEnd()
                    #expect([.exited(129), .signalled(SIGHUP)].contains(end))
                }
            }
        }

        @Test func suspendedAndContinuedItIsDrawnAgain() throws {
            try Binary.with { binary in
                let user = try TerminalSession(
                    "/bin/bash", ["--norc", "--noediting", "-i"],
                    environment: binary.environment([
                        "TERM": "xterm-256color", "PS1": "$ ", "LANG": "C.UTF-8",
                        "TAVLUA_IDLE_MARKS": "1",
                    ]), folder: binary.folder.path)
                try user.wait("the shell") { $0.screen.cursorLine == "$" }
                try user.send("\(Binary.path.path) --quiet --fresh\r")
                try user.wait("the prompt") { $0.screen.cursorLine == "emulator>" }
                try user.send("half")
                try user.wait("the text") { $0.screen.cursorLine == "emulator> half" }
                try user.send(.left)
                try user.send(.control("z"))
                try user.wait("the shell") { $0.screen.cursorLine == "$" }
                #expect(user.screen.text.contains("Stopped"))
                #expect(try user.lineDiscipline().echoes)
                #expect(!user.screen.modes.contains(.bracketedPaste))
                try user.send("fg\r")
                try user.wait("the text again") {
                    $0.screen.cursorLine == "emulator> half" && $0.screen.cursor.column == 13
                }
                try user.send("X")
                try user.wait("what is typed") { $0.screen.cursorLine == "emulator> halXf" }
            }
        }

        @Test(arguments: [20, 40, 60, 120])
        func anotherSizeKeepsWhatIsTyped(columns: Int) throws {
            try atPrompt { user in
                try user.enter("1+1")
                try user.type("text = 'a line of forty-five characters, or so, to here'")
                try user.press(.left, .left, .left)
                let marks = user.terminal.idleMarks
                try user.resize(WindowSize(columns: columns, rows: 24))
                try user.wait("idle after the resize") { $0.idleMarks > marks }
                try user.type("X")
                let shown = user.screen.unwrappedTranscript.split(separator: "\n").last
                #expect(
                    shown == "emulator> text = 'a line of forty-five characters, or so, to heXre'")
                try user.press(.end)
                try user.enter("", "#text")
                #expect(user.screen.lines.suffix(2) == ["48", "emulator>"])
            }
        }

        @Test func aTinyTerminalWorks() throws {
            for columns in [1, 2, 5, 12] {
                let size = WindowSize(columns: columns, rows: 3)
                try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                    try user.type("x=41+1\rx")
                    try user.press(.left, .right)
                    try user.enter("")
                    #expect(user.screen.unwrappedTranscript.contains("42"))
                    try user.send(.control("d"))
                    #expect(try user.waitForEnd() == .exited(0))
                }
            }
        }

        @Test func everyKeyOfATerminalIsHarmless() throws {
            try atPrompt { user in
                try user.type("ab")
                for number in 2...12 { try user.press(.function(number)) }
                try user.press(.insert, .pageUp, .pageDown, .controlLeft, .controlRight)
                try user.type("\u{1B}[1;2A\u{1B}[1;3B\u{1B}[I\u{1B}[O\u{1B}[200;5u")
                #expect(user.screen.cursorLine == "emulator> ab")
                try user.type("c")
                #expect(user.screen.cursorLine == "emulator> abc")
            }
        }
    }
}
