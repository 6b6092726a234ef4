import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Results {
        @Test func resultsAreShownAndNumbered() throws {
            try atPrompt { user in
                try user.enter("1+1", "_*10", "_1", "out[2]", "__")
                #expect(
                    user.screen.text == """
                        emulator> 1+1
                        2
                        emulator> _*10
                        20
                        emulator> _1
                        2
                        emulator> out[2]
                        20
                        emulator> __
                        2
                        emulator>
                        """)
            }
        }

        @Test func severalResultsAreToldApart() throws {
            try atPrompt { user in
                try user.enter("1,\"x\",nil")
                #expect(user.screen.text == "emulator> 1,\"x\",nil\n1  \"x\"  nil\nemulator>")
            }
        }

        @Test func statementsShowNothingAndLocalsStay() throws {
            try atPrompt { user in
                try user.enter("local a=5", "a", "a;", "=a")
                #expect(
                    user.screen.text == """
                        emulator> local a=5
                        emulator> a
                        5
                        emulator> a;
                        emulator> =a
                        5
                        emulator>
                        """)
            }
        }

        @Test func blankEntriesShowTheNextPromptOnly() throws {
            try atPrompt { user in
                try user.enter("", "   ", "1")
                #expect(
                    user.screen.text == "emulator>\nemulator>\nemulator> 1\n1\nemulator>")
            }
        }

        @Test func whatIsPrintedWithoutANewlineEndsBeforeThePrompt() throws {
            try atPrompt { user in
                try user.enter("io.write('half');", "1")
                #expect(
                    user.screen.text
                        == "emulator> io.write('half');\nhalf\nemulator> 1\n1\nemulator>")
            }
        }

        @Test func aTableThatHoldsItselfIsMarked() throws {
            try atPrompt { user in
                try user.enter("t={} t.self=t", "t")
                #expect(user.screen.text.contains("<ref 1>"))
                try user.enter("d={} c=d for i=1,1000 do c.n={} c=c.n end", "d")
                #expect(user.screen.lines.count <= 24)
                #expect(user.screen.text.contains("{…}"))
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func muchThatIsPrintedComesWholeAndInOrder() throws {
            try atPrompt { user in
                try user.enter("for i = 1, 10000 do print(i) end")
                let lines = user.screen.transcript.split(separator: "\n")
                let expected = (1...10000).map(String.init) + ["emulator>"]
                #expect(lines.suffix(10001).map(String.init) == expected)
            }
        }

        @Test func tenThousandRowsFitTheScreen() throws {
            try atPrompt { user in
                try user.enter("t={} for i=1,10000 do t[i]={id='p'..i,name='Name '..i} end")
                let before = user.screen.scrollback.count
                try user.enter("t")
                #expect(user.screen.scrollback.count - before < 24)
                #expect(user.screen.text.contains(".more"))
                try user.enter(".more")
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func escapeSequencesInValuesAreSpelledOut() throws {
            try atPrompt { user in
                try user.enter(#"'\27[2J\27]0;x\7'"#, #"print('\27[31mred')"#, #"'\xff\xfe\0'"#)
                #expect(user.screen.lines[0].hasPrefix("emulator> '"))
                #expect(user.screen.looks(of: "red'").allSatisfy { $0 != .plain })
                #expect(user.screen.text.contains("red"))
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func recordsAreATable() throws {
            try atPrompt { user in
                try user.enter("tavus.personas.list()")
                let header = user.screen.lines[1].split(separator: " ").map(String.init)
                #expect(header.prefix(2) == ["persona_id", "persona_name"])
                #expect(user.screen.lines[2].contains("p5317866"))
                #expect(user.screen.lines.allSatisfy { $0.count <= 80 })
            }
        }

        @Test(arguments: [20, 40, 200]) func noRowIsWiderThanTheTerminal(columns: Int) throws {
            let size = WindowSize(columns: columns, rows: 24)
            try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                try user.enter("tavus.personas.list()")
                // A row that wraps would be marked so; the typed one may.
                #expect(user.screen.rows.dropFirst(2).allSatisfy { !$0.isWrapped })
            }
        }
    }
}
