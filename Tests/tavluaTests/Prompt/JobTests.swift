import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Jobs {
        @Test func aJobThatEndsIsToldAboveWhatIsTyped() throws {
            try atPrompt { user in
                try user.enter(
                    "t = spawn(function() while not done do tavus.sleep(0.01) end end);")
                #expect(user.screen.cursorLine == "emulator [1]>")
                try user.enter("spawn(function() tavus.sleep(0.3) done = true end);")
                try user.type("function f()\rlocal x = 'two rows'")
                try user.press(.up, .left, .left)
                let column = user.screen.cursor.column
                let looks = user.screen.looks(of: "local")
                try user.wait(for: "[job 1] done")
                try user.wait("the prompt without jobs") {
                    $0.screen.lines.contains { $0 == "emulator> function f()" }
                }
                #expect(
                    user.screen.lines.suffix(2).map { $0.trimmingLeadingBlanks }
                        == ["emulator> function f()", "local x = 'two rows'"])
                // The prompt is four cells shorter now.
                #expect(user.screen.cursor.column == column - " [1]".count)
                #expect(user.screen.looks(of: "local") == looks)
                try user.type("!")
                #expect(user.typed == "emulator> function f!|()")
            }
        }

        @Test func enterAfterAJobsNoteGivesANewPrompt() throws {
            try atPrompt { user in
                try user.enter("spawn(function() tavus.sleep(0.2) end);")
                try user.wait(for: "[job 1] done")
                try user.wait("the prompt without jobs") { $0.screen.cursorLine == "emulator>" }
                try user.enter("", "1")
                #expect(user.screen.lines.suffix(2) == ["1", "emulator>"])
            }
        }

        @Test func whatAJobPrintsComesAboveTheEntry() throws {
            try atPrompt { user in
                try user.enter("spawn(function() tavus.sleep(0.2) print('from the job') end);")
                try user.type("half an en")
                try user.wait(for: "from the job")
                try user.wait(for: "[job 1] done")
                try user.wait("the entry again") { $0.screen.cursorLine == "emulator> half an en" }
                #expect(user.screen.lines.filter { $0.hasSuffix("half an en") }.count == 1)
            }
        }

        @Test func jobsAreListedAndKilled() throws {
            try atPrompt { user in
                try user.enter("spawn(function() tavus.sleep(1000) end);", ".jobs")
                #expect(user.screen.text.contains("[job 1] running"))
                try user.enter(".kill 1")
                try user.wait(for: "[job 1] cancelled")
                try user.enter(".jobs")
                #expect(user.screen.cursorLine == "emulator>")
            }
        }
    }
}
