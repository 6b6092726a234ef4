import Foundation
import TerminalHarness
import Testing

extension PromptTests {
    /// What the prompt shows of its own fits every terminal: rows end where it ends them.
    @Suite struct Layout {
        private static let sizes = [
            WindowSize.narrow, .standard, WindowSize(columns: 132, rows: 43),
        ]

        /// Whether a row went on in the next one, except for what was typed.
        private func wraps(_ user: TerminalSession, after entry: String) -> [String] {
            let rows = user.screen.scrollback + user.screen.rows
            let typed = ("emulator> " + entry).count / user.screen.columns + 1
            return rows.dropFirst(typed).filter(\.isWrapped).map(\.text)
        }

        @Test(arguments: sizes, ["tavus.personas.list()", "?tavus.personas.create"])
        func answersAreFolded(size: WindowSize, entry: String) throws {
            try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                try user.enter(entry)
                #expect(wraps(user, after: entry) == [])
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test(arguments: sizes, ["??tavus.personas.create", ".help"])
        func longAnswersAreFoldedAndPaged(size: WindowSize, entry: String) throws {
            try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                try user.enter(entry)
                #expect(wraps(user, after: entry) == [])
                #expect(user.screen.scrollback.count <= 2)
            }
        }

        @Test(arguments: sizes) func listsOfCandidatesAreFolded(size: WindowSize) throws {
            try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                try user.type("tavus.\t\t")
                let typed = "emulator> tavus."
                #expect(user.screen.rows.filter { $0.isWrapped }.isEmpty)
                #expect(user.screen.lines.count <= size.rows / 3 * 2 + 3)
                #expect(user.screen.lines.last == typed)
                #expect(user.screen.cursor.column == typed.count)
            }
        }

        @Test func theStatusLineTakesOneRow() throws {
            let size = WindowSize(columns: 20, rows: 10)
            try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                try user.send("tavus.sleep(1000)\r")
                try user.wait("the status line") { $0.screen.cursorLine.contains("running") }
                #expect(user.screen.lines.count == 3)
                let wheel = user.screen.cursorLine.prefix(1)
                try user.wait("the wheel to turn") {
                    $0.screen.cursorLine.contains("running")
                        && $0.screen.cursorLine.prefix(1) != wheel
                }
                #expect(user.screen.lines.count == 3)
                try user.sendSignalKey("c")
                try user.waitUntilIdle()
                #expect(!user.screen.text.contains("running"))
            }
        }

        @Test func wordsOfLuaAreToldApartByTheirLook() throws {
            try atPrompt { user in
                try user.type("local name = 'text' -- why")
                let looks = ["local", "name", "'text'", "-- why"].map(user.screen.looks(of:))
                #expect(looks.allSatisfy { Set($0).count == 1 })
                #expect(Set(looks.map(\.first)).count == 4)
            }
        }

        @Test func aLoneBracketAndItsPartnerAreMarked() throws {
            try atPrompt { user in
                try user.type("f(g(1)")
                let open = user.screen.looks(of: "(g").first
                try user.type(")")
                let closed = user.screen.rows[0].cells["emulator> f".count].look
                #expect(open != closed)
            }
        }

        @Test func aHintNeverReachesTheNextEntry() throws {
            try atPrompt(["--quiet", "--fresh"], size: .narrow) { user, _ in
                try user.enter("a_long_name_of_a_variable_to_be_hinted = 'and a long text'")
                try user.type("a_lo")
                try user.press(.control("c"))
                #expect(user.screen.lines.suffix(2) == ["emulator> a_lo^C", "emulator>"])
            }
        }

        @Test func theSizeMayChangeWhileAnEntryRuns() throws {
            try atPrompt { user in
                try user.send("print('up') tavus.sleep(0.3)\r")
                try user.wait("output") { $0.screen.lines.contains("up") }
                try user.resize(.narrow)
                try user.waitUntilIdle()
                try user.type("'" + String(repeating: "x", count: 40) + "'")
                #expect(user.screen.lines.suffix(2).map(\.count) == [40, 12])
            }
        }
    }

    @Suite struct Beginning {
        @Test func nothingIsOpenedBeforeTheFirstCall() throws {
            try atPrompt { user in
                let folder = "/proc/\(user.processIdentifier)/fd"
                func sockets() throws -> Int {
                    try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
                        let path = folder + "/" + name
                        let target = try? FileManager.default.destinationOfSymbolicLink(
                            atPath: path)
                        return target?.hasPrefix("socket:") == true
                    }
                }
                #expect(try sockets() == 0)
                try user.enter("tavus.personas.list();")
                #expect(try sockets() > 0)
            }
        }

        @Test func aScriptStopsAtABreakpoint() throws {
            try Binary.with { binary in
                try binary.write(
                    "local secret = 41\nrepl()\nprint('after', secret)", to: "stop.lua")
                let user = try binary.prompt(["--quiet", "--fresh", "stop.lua"])
                try user.waitUntilIdle()
                #expect(user.screen.text.contains("stop.lua:2"))
                try user.enter("secret = secret + 1")
                try user.send(.control("d"))
                #expect(try user.waitForEnd() == .exited(0))
                #expect(user.screen.lines.last == "after\t42".replacing("\t", with: "   "))
                #expect(try user.lineDiscipline() == .sane)
            }
        }

        @Test func outputIntoAFileHasNoPromptAndNoSequences() throws {
            try Binary.with { binary in
                let user = try TerminalSession(
                    "/bin/sh",
                    ["-c", "\(Binary.path.path) --quiet --fresh > out; echo status=$?"],
                    environment: binary.environment(["TERM": "xterm", "LANG": "C.UTF-8"]),
                    folder: binary.folder.path)
                try user.send("1+1\r")
                try user.send(.control("d"))
                try user.wait(for: "status=0")
                let out = try binary.read("out")
                #expect(!out.contains("\u{1B}"))
                #expect(out.contains("2\n"))
            }
        }

        @Test(arguments: ["", "\n", "\n\n  \n", "-- nothing"])
        func emptyInputIsNoError(input: String) throws {
            try Binary.with { binary in
                let nothing = Binary.Finished(status: 0, out: "", err: "")
                let script = try binary.run("--fresh", input: input)
                #expect(script == nothing)
                let prompt = try binary.run("repl", "--fresh", "--quiet", input: input)
                #expect(prompt == nothing)
            }
        }
    }
}
