import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Interrupting {
        @Test func whatIsTypedIsAbandoned() throws {
            try atPrompt { user, binary in
                try user.type("abc")
                try user.press(.control("c"))
                #expect(user.screen.text == "emulator> abc^C\nemulator>")
                try user.press(.up)
                #expect(user.typed == "emulator> |".trimmingTrailingBlanks)
                #expect(throws: (any Error).self) { try binary.history }
            }
        }

        @Test func onAnEmptyLineItSaysHowToLeave() throws {
            try atPrompt { user in
                try user.press(.control("c"))
                #expect(user.screen.text.contains("^D"))
                #expect(user.screen.cursorLine == "emulator>")
                try user.press(.control("c"), .control("c"), .control("c"))
                try user.enter("1")
                #expect(user.screen.lines.suffix(2) == ["1", "emulator>"])
            }
        }

        @Test func theEndOfInputLeavesOnAnEmptyLineOnly() throws {
            try atPrompt { user in
                try user.type("abc")
                try user.press(.control("d"))
                #expect(user.typed == "emulator> abc|")
                try user.press(.control("u"))
                try user.send(.control("d"))
                #expect(try user.waitForEnd() == .exited(0))
                #expect(user.screen.cursor == Screen.Position(row: 1, column: 0))
                #expect(try user.lineDiscipline() == .sane)
                #expect(user.screen.modes == .initial)
            }
        }

        @Test(arguments: [
            "while true do end",
            "coroutine.wrap(function() while true do end end)()",
            "while true do pcall(error) end",
            "while true do pcall(function() while true do end end) end",
            "table.sort(setmetatable({}, {__len=function() return 1e6 end}), function() while true do end end)",
            "return string.rep('x', 1e9):rep(1e9)",
            "tavus.sleep(1000)",
        ])
        func anEntryIsStoppedAndTheSessionStays(source: String) throws {
            try atPrompt { user in
                try user.enter("kept = 'still here'")
                try user.send("print('up') \(source)\r")
                try user.wait("output") { $0.screen.lines.contains("up") }
                try user.sendSignalKey("c")
                try user.waitUntilIdle()
                #expect(user.screen.cursorLine == "emulator>")
                try user.enter("kept")
                #expect(user.screen.lines.suffix(2) == ["\"still here\"", "emulator>"])
            }
        }

        @Test func aControlCTypedInOneGoWithTheEntryStopsIt() throws {
            try atPrompt { user in
                try user.type("while true do end\r\u{3}")
                #expect(user.screen.lines.suffix(2) == ["stopped", "emulator>"])
                try user.enter("1+1")
                #expect(user.screen.lines.suffix(2) == ["2", "emulator>"])
            }
        }

        /// As a key that is held does it.
        @Test func controlCsInQuickSuccessionEndNothingButTheEntry() throws {
            try atPrompt { user in
                for _ in 1...5 {
                    try user.send("print('up') while true do end\r")
                    try user.wait("the status line") { $0.screen.cursorLine.contains("running") }
                    try user.sendSignalKey("c")
                    try user.sendSignalKey("c")
                    try user.waitUntilIdle()
                }
                try user.enter("1+1")
                #expect(user.screen.lines.suffix(2) == ["2", "emulator>"])
            }
        }

        /// Nothing reaches a loop in C, or one in a finalizer, which Lua runs without hooks.
        @Test(arguments: [
            "string.find(('a'):rep(40), ('a?'):rep(40) .. ('a'):rep(40))",
            "setmetatable({}, { __gc = function() while true do end end }) collectgarbage()",
        ])
        func theThirdControlCEndsWhatNothingElseStops(source: String) throws {
            try atPrompt { user in
                try user.send("print('up') \(source)\r")
                try user.wait("output") { $0.screen.lines.contains("up") }
                try user.wait("the status line") { $0.screen.cursorLine.contains("running") }
                try user.sendSignalKey("c")
                // Two signals at once would be one.
                try user.wait("the first to be heard") { $0.screen.cursorLine.contains("stopping") }
                try user.sendSignalKey("c")
                try user.wait(for: "^C once more ends tavlua")
                try user.sendSignalKey("c")
                #expect(try user.waitForEnd() == .exited(130))
                #expect(try user.lineDiscipline() == .sane)
                #expect(user.screen.modes == .initial)
            }
        }

        @Test func aCallThatIsNeverAnsweredIsStopped() throws {
            let silent = try SilentServer()
            let environment = ["TAVUS_API_KEY": "local", "TAVUS_BASE_URL": silent.address]
            try atPrompt(["--quiet"], environment: environment) { user, _ in
                try user.send("tavus.personas.list()\r")
                try silent.takeRequest()
                try user.sendSignalKey("c")
                try user.waitUntilIdle()
                #expect(user.screen.cursorLine.contains("!>"))
                try user.enter("1+1")
                #expect(user.screen.lines.last { !$0.contains("!>") } == "2")
            }
        }

        @Test func aWaitGoesOnInTheBackground() throws {
            try atPrompt { user in
                try user.enter(
                    "r = tavus.replicas.create{ train_video_url = 'https://example.com/me.mp4' };")
                try user.send("r:wait()\r")
                try user.wait(for: "^C")
                try user.sendSignalKey("c")
                try user.waitUntilIdle()
                #expect(user.screen.text.contains("[job 1]"))
                #expect(user.screen.cursorLine.hasPrefix("emulator [1]>"))
                try user.enter("1+1", "tavus.emulator.advance('6h');")
                try user.wait(for: "[job 1] done")
                try user.wait("the prompt without jobs") {
                    $0.screen.cursorLine.hasPrefix("emulator>")
                }
            }
        }
    }
}
