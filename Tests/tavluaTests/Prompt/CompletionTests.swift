import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Completing {
        @Test func oneNameIsCompletedAndSeveralAreListed() throws {
            try atPrompt { user in
                try user.type("tavus.per\t")
                #expect(user.typed == "emulator> tavus.personas|")
                try user.type(".\t")
                #expect(user.typed == "emulator> tavus.personas.|")
                // The typed line stands there as it was, and once more below the list.
                #expect(user.screen.lines.filter { $0.hasPrefix("emulator> ") }.count == 2)
                let create = user.screen.lines.first { $0.hasPrefix("  create") }
                #expect(create?.contains("Create") == true)
                #expect(user.screen.lines.count <= 24 / 3 + 2)
            }
        }

        @Test func moreTabsShowMoreOfALongList() throws {
            try atPrompt { user in
                try user.enter("for i=1,40 do _G['name'..i]=i end")
                try user.type("name\t")
                try user.wait(for: "more")
                let first = user.screen.text
                try user.press(.tab)
                #expect(user.screen.text != first)
                #expect(user.typed == "emulator> name|")
            }
        }

        @Test func parametersAndTheirValuesAreOffered() throws {
            try atPrompt { user in
                try user.type("tavus.personas.create{ persona_n\t")
                #expect(user.typed.hasPrefix("emulator> tavus.personas.create{ persona_name = "))
                try user.type("\"A\", pipeline_mode = \"\t\t")
                #expect(user.screen.text.contains("full"))
                #expect(user.screen.text.contains("echo"))
                try user.type("full\", \t\t\t\t\t\t")
                let offered = user.screen.lines.filter { $0.hasPrefix("  ") }
                #expect(offered.contains { $0.contains("system_prompt") })
                #expect(!offered.contains { $0.trimmingLeadingBlanks.hasPrefix("persona_name") })
                #expect(!offered.contains { $0.trimmingLeadingBlanks.hasPrefix("pipeline_mode") })
            }
        }

        @Test func fieldsOfValuesAndMethodsAreOffered() throws {
            try atPrompt { user in
                try user.enter("record = { first_name = 1, last = 2, greet = function() end }")
                try user.type("record.fir\t")
                #expect(user.typed == "emulator> record.first_name|")
                try user.press(.control("u"))
                try user.type("record:g\t")
                #expect(user.typed.hasPrefix("emulator> record:greet"))
                try user.press(.control("u"))
                try user.type("string.for\t")
                #expect(user.typed.hasPrefix("emulator> string.format"))
            }
        }

        @Test func identifiersAreOfferedWithTheirNames() throws {
            try atPrompt { user in
                try user.type("tavus.personas.get(\"\t\t")
                // All of them begin so.
                #expect(user.typed == "emulator> tavus.personas.get(\"p|")
                #expect(
                    user.screen.lines.contains { line in
                        line.hasPrefix("  p5317866 ") && line.hasSuffix("  Life Coach")
                    })
                try user.type("5d\t")
                #expect(user.typed.hasPrefix("emulator> tavus.personas.get(\"p5d11710002a\"|"))
            }
        }

        @Test func commandsAndFilesAreCompleted() throws {
            try atPrompt { user, binary in
                try binary.write("x = 41 + 1", to: "my-file.lua")
                try user.type(".hist\t")
                #expect(user.typed.hasPrefix("emulator> .history"))
                try user.press(.control("u"))
                try user.type(".load my-f\t")
                #expect(user.typed.hasPrefix("emulator> .load my-file.lua"))
                try user.enter("", "x")
                #expect(user.screen.lines.suffix(2) == ["42", "emulator>"])
            }
        }

        @Test func tabWhereNothingFitsChangesNothing() throws {
            try atPrompt { user in
                try user.type("nothing_like_this.\t\t")
                #expect(user.screen.lines.first == "emulator> nothing_like_this.")
                #expect(user.typed == "emulator> nothing_like_this.|")
            }
        }

        @Test func noFunctionOfTheUserRunsForATab() throws {
            try atPrompt { user in
                try user.enter("t = setmetatable({}, { __index = function() print('ran') end })")
                try user.type("t.x.\t\tt.\t")
                #expect(!user.screen.lines.contains("ran"))
            }
        }

        @Test func earlierEntriesAreSuggestedAndTaken() throws {
            try atPrompt { user in
                try user.enter("value = 12345", "value")
                try user.type("value =")
                #expect(user.screen.cursorLine == "emulator> value = 12345")
                #expect(user.screen.looks(of: " 12345") != user.screen.looks(of: "value ="))
                #expect(user.typed == "emulator> value =| 12345")
                try user.press(.right)
                #expect(user.typed == "emulator> value = 12345|")
                try user.press(.control("u"))
                try user.type("value =\r")
                // Enter takes no suggestion: what was typed is not complete.
                #expect(user.screen.cursorLine.trimmingLeadingBlanks != "emulator>")
            }
        }

        @Test func whatDeletesIsNeverSuggested() throws {
            try atPrompt { user in
                try user.enter("tavus.personas.delete('p5317866');")
                try user.type("tavus.personas.del")
                #expect(!user.screen.cursorLine.contains("p5317866"))
            }
        }

        @Test func parametersOfACallAreHinted() throws {
            try atPrompt { user in
                try user.type("tavus.personas.get(")
                #expect(user.screen.cursorLine.count > "emulator> tavus.personas.get(".count)
                #expect(user.typed.hasPrefix("emulator> tavus.personas.get(|"))
                try user.press(.control("c"))
                // The hint goes with the entry.
                #expect(user.screen.lines[0] == "emulator> tavus.personas.get(^C")
            }
        }
    }
}
