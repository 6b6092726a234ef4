import Foundation
import TerminalHarness
import Testing

extension PromptTests {
    /// Where nothing is drawn over: a dumb terminal, `--plain`, pipes.
    @Suite struct Plain {
        private func plainly(
            _ words: [String] = ["--quiet", "--fresh"], term: String,
            _ body: (TerminalSession) throws -> Void
        ) throws {
            try Binary.with { binary in
                let user = try binary.prompt(words, term: term)
                try user.wait("the prompt") { $0.screen.cursorLine == "emulator>" }
                try body(user)
                #expect(user.screen.sequenceCount == 0)
                #expect(user.screen.unknown == [])
            }
        }

        private func enter(_ user: TerminalSession, _ line: String, then last: String) throws {
            let rows = user.screen.transcript.split(separator: "\n").count
            try user.send(line + "\r")
            try user.wait("\(last.debugDescription) after \(line)") {
                $0.screen.cursorLine == last
                    && $0.screen.transcript.split(separator: "\n").count > rows
            }
        }

        @Test(arguments: ["dumb", "emacs", ""])
        func aDumbTerminalSeesNoSequences(term: String) throws {
            try plainly(term: term) { user in
                try enter(user, "1+1", then: "emulator>")
                try enter(user, "for i=1,2 do", then: ">>")
                try enter(user, "print(i)", then: ">>")
                try enter(user, "end", then: "emulator>")
                try enter(user, "'日本'", then: "emulator>")
                #expect(
                    user.screen.text == """
                        emulator> 1+1
                        2
                        emulator> for i=1,2 do
                        >> print(i)
                        >> end
                        1
                        2
                        emulator> '日本'
                        "日本"
                        emulator>
                        """)
                try user.send(.control("d"))
                #expect(try user.waitForEnd() == .exited(0))
            }
        }

        @Test func plainIsTheSameOnAnyTerminal() throws {
            try plainly(["--quiet", "--fresh", "--plain"], term: "xterm-256color") { user in
                try enter(user, "tavus.personas.list()", then: "emulator>")
                try enter(user, "nothing.here", then: "emulator>")
                #expect(user.screen.transcript.contains("nothing"))
                try user.send(.control("d"))
                #expect(try user.waitForEnd() == .exited(0))
            }
        }

        @Test func controlCOnADumbTerminalStopsAnEntryAndKeepsThePrompt() throws {
            try plainly(term: "dumb") { user in
                try user.send("print('up') while true do end\r")
                try user.wait("output") { $0.screen.lines.contains("up") }
                try user.sendSignalKey("c")
                try user.wait("the next prompt") {
                    $0.screen.lines.suffix(2) == ["^Cstopped", "emulator>"]
                }
                try user.send("1+1\r")
                try user.wait("the result") {
                    $0.screen.lines.suffix(2) == ["2", "emulator>"]
                }
            }
        }

        @Test func controlCAtADumbPromptDoesNotLeave() throws {
            try plainly(term: "dumb") { user in
                try user.sendSignalKey("c")
                try user.wait("a new prompt") {
                    $0.screen.cursor.row > 0 && $0.screen.cursorLine == "emulator>"
                }
                try enter(user, "1+1", then: "emulator>")
            }
        }

        @Test(arguments: ["NO_COLOR", "--theme"])
        func withoutColoursNothingIsColoured(how: String) throws {
            let words = ["--quiet", "--fresh"] + (how == "--theme" ? ["--theme", "none"] : [])
            let environment = how == "NO_COLOR" ? ["NO_COLOR": "1"] : [:]
            try atPrompt(words, environment: environment) { user, _ in
                try user.enter("{ 'text', 1 }", "nothing.here")
                try user.type("local x = 'text' -- comment")
                let looks = user.screen.rows.flatMap { $0.cells.map(\.look) }
                #expect(looks.allSatisfy { $0.foreground == nil && $0.background == nil })
            }
        }

        @Test func pipedTextRunsAsAScript() throws {
            try Binary.with { binary in
                let piped = try binary.run(input: "print(1)\nerror(\"x\")\nprint(2)\n")
                #expect(piped.out == "1\n")
                #expect(piped.err.contains("stdin:2: x"))
                #expect(piped.status == 1)
                #expect(throws: (any Error).self) { try binary.history }
            }
        }

        @Test func aPipedReplReadsAllOfTheText() throws {
            try Binary.with { binary in
                let text = "1+1\n'日本'\nfor i=1,2 do\nprint(i)\nend\nprint('no newline')"
                let piped = try binary.run("repl", "--fresh", "--quiet", input: text)
                #expect(piped.out == "2\n\"日本\"\n1\n2\nno newline\n")
                #expect(piped.status == 0)
            }
        }

        @Test(arguments: [
            ("1\n", 0), ("error('x')\n2\n", 1), ("x = (\n", 1), (".none\n", 1),
            ("pcall(error, 'x')\n", 0), ("error('x')\nos.exit(0)\n", 0),
            ("error('x')\n.exit 3\n", 3),
        ])
        func aPipedReplFailsWhereAnEntryDid(text: String, status: Int32) throws {
            try Binary.with { binary in
                let piped = try binary.run("repl", "--fresh", "--quiet", input: text)
                #expect(piped.status == status)
            }
        }

        @Test(arguments: [
            ("1\n", 1, "tavlua: standard output could not be written whole; is the disk full?\n"),
            ("print(1)\nos.exit(3)\n", 3, ""),
            ("x = 1\n", 0, ""),
        ])
        func aFullDiskIsAnErrorOfAPipedRepl(text: String, status: Int32, error: String) throws {
            try Binary.with { binary in
                let piped = try binary.shell(
                    #"printf %s "$2" | "$1" repl --fresh --quiet >/dev/full"#, text)
                #expect(piped == .init(status: status, out: "", err: error))
            }
        }

        /// Also where whoever started the program ignores SIGPIPE, as some services do.
        @Test(arguments: ["", "trap '' PIPE; "])
        func aClosedOutputEndsAPipedReplQuietly(before: String) throws {
            try Binary.with { binary in
                let text = "for i = 1, 9999 do print('x') end\nfor i = 1, 9999 do print('x') end\n"
                let piped = try binary.shell(
                    before + #"printf %s "$2" | "$1" repl --fresh --quiet | head -n 1; "#
                        + #"echo "${PIPESTATUS[1]}""#, text)
                #expect(piped == .init(status: 0, out: "x\n141\n", err: ""))
            }
        }

        @Test func aTranscriptThatCannotGrowSaysSoOnce() throws {
            try Binary.with { binary in
                let text = """
                    .tee t.txt
                    ('x'):rep(4000);
                    print(('x'):rep(4000))
                    print('still here')
                    """
                let piped = try binary.shell(
                    #"ulimit -f 1; printf %s "$2" | "$1" repl --fresh --quiet | cut -c 1-80"#, text)
                #expect(piped.status == 0)
                #expect(piped.out.hasSuffix("\nstill here\n"))
                #expect(
                    piped.err == "cannot write t.txt: File too large; the transcript ends there\n")
            }
        }

        @Test func aMarkBeforeThePipedTextIsSkipped() throws {
            try Binary.with { binary in
                let piped = try binary.run(
                    "repl", "--quiet", input: "\u{FEFF}1 + 1\n\"\u{FEFF}\" == ''\n")
                #expect(piped == .init(status: 0, out: "2\nfalse\n", err: ""))
            }
        }

        /// What the program opens itself does not take their place.
        @Test(arguments: ["repl <&-", "<&-", "repl <&- >&-", "-e 'io.read()' <&-"])
        func closedStreamsAreNoTrap(words: String) throws {
            try Binary.with { binary in
                let ended = try binary.shell("timeout -s KILL 60 \"$1\" --quiet \(words)", "")
                #expect(ended.status != 137)
                #expect(ended.out == "")
            }
        }

        /// As services and cron jobs are started.
        @Test func withoutAHomeTheSystemsIsUsed() throws {
            try Binary.with { binary in
                let told = try binary.shell(
                    "echo .env | env -u HOME -u XDG_STATE_HOME \"$1\" repl --quiet", "")
                let home = NSHomeDirectoryForUser(NSUserName()) ?? ""
                #expect(told.out.contains("  history        \(home)/.local/state/tavlua/history\n"))
            }
        }

        @Test(arguments: ["C", "POSIX", "en_US.ISO-8859-1", "xx_YY"])
        func anyLocaleTakesUTF8(locale: String) throws {
            let environment = ["LC_ALL": locale, "LANG": ""]
            try atPrompt(["--quiet", "--fresh"], environment: environment) { user, binary in
                try user.type("s = '日本é'")
                #expect(user.typed == "emulator> s = '日本é'|")
                try user.enter("", "s, #s")
                #expect(user.screen.text.contains("\"日本é\""))
                #expect(try binary.historyTexts.first == "s = '日本é'")
            }
        }

        @Test func bytesThatAreNoUTF8AreReplacedAndNothingBreaks() throws {
            try atPrompt { user in
                try user.send(
                    Array("s = '".utf8) + [0xFF, 0xC3, 0x28, 0xE6, 0x97] + Array("'\r".utf8))
                try user.waitUntilIdle()
                try user.enter("type(s)")
                #expect(user.screen.lines.suffix(2) == ["\"string\"", "emulator>"])
            }
        }

        @Test func anUnknownTerminalIsUsedAsAnyOther() throws {
            try Binary.with { binary in
                let user = try binary.prompt(term: "xterm-nobody-knows")
                try user.waitUntilIdle()
                try user.type("1+")
                try user.press(.left)
                #expect(user.screen.text == "emulator> 1+")
                #expect(user.typed == "emulator> 1|+")
            }
        }

        @Test func theBannerIsOneLine() throws {
            try atPrompt(["--fresh"], environment: [:]) { user, _ in
                let lines = user.screen.lines
                #expect(lines.count == 2)
                #expect(lines[0].hasPrefix("tavlua "))
                #expect(lines[0].hasSuffix("· emulator · .help"))
                #expect(lines[1] == "emulator>")
            }
        }

        @Test func theInitScriptRunsFirst() throws {
            try Binary.with { binary in
                try binary.write("greeting = 'hello'", to: "config/tavlua/init.lua")
                let user = try binary.prompt()
                try user.waitUntilIdle()
                try user.enter("greeting")
                #expect(user.screen.lines.suffix(2) == ["\"hello\"", "emulator>"])
                let without = try binary.prompt(["--quiet", "--fresh", "--norc"])
                try without.waitUntilIdle()
                try without.enter("greeting")
                #expect(without.screen.lines.suffix(2) == ["nil", "emulator>"])
            }
        }
    }
}
