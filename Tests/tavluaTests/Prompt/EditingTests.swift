import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Editing {
        private static let block = "for i=1,2 do\rprint(i)\rend\r"

        @Test func aBlockIsRecalledAndEditedAsAWhole() throws {
            try atPrompt { user in
                try user.type(Self.block)
                let first = user.screen.lines
                #expect(Array(first.suffix(3)) == ["1", "2", "emulator>"])
                try user.press(.up)
                #expect(
                    user.screen.lines.suffix(3).map { $0.trimmingLeadingBlanks }
                        == ["emulator> for i=1,2 do", "print(i)", "end"])
                try user.press(.up)
                #expect(user.screen.cursorLine.trimmingLeadingBlanks == "print(i)")
                try user.press(.end, .left)
                try user.type("*10")
                #expect(user.screen.cursorLine.trimmingLeadingBlanks == "print(i*10)")
                try user.press(.down, .end)
                try user.enter("")
                #expect(Array(user.screen.lines.suffix(3)) == ["10", "20", "emulator>"])
                try user.press(.up)
                #expect(
                    user.screen.lines.suffix(2).map { $0.trimmingLeadingBlanks }
                        == ["print(i*10)", "end"])
            }
        }

        @Test func enterInsideABlockAddsARow() throws {
            try atPrompt { user in
                try user.type("function f()\rreturn 1\rend")
                try user.press(.up)
                try user.enter("")
                #expect(user.screen.lines.count == 4)
                #expect(!user.screen.text.contains("emulator>\n"))
            }
        }

        @Test func unfinishedTablesGoOn() throws {
            try atPrompt { user in
                try user.type("{1,\r")
                #expect(user.screen.cursor.row == 1)
                try user.type("2}\r")
                #expect(user.screen.cursorLine == "emulator>")
                try user.enter("1 +")
                try user.enter("1")
                #expect(user.screen.lines.suffix(2) == ["2", "emulator>"])
            }
        }

        @Test func whatNoRowCouldCompleteIsAnErrorAtOnce() throws {
            try atPrompt { user in
                try user.enter("x = \"abc")
                #expect(user.screen.text.contains("unfinished string"))
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func aSecondBlankRowShowsWhatIsMissing() throws {
            try atPrompt { user in
                try user.type("if true then\r\r\r")
                #expect(user.screen.text.contains("'end' expected"))
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        struct Motion: CustomTestStringConvertible, Sendable {
            var text: String
            var keys: [Key]
            var typed: String
            var testDescription: String { "\(keys) in \(text.debugDescription)" }

            init(_ text: String, _ keys: Key..., typed: String) {
                (self.text, self.keys, self.typed) = (text, keys, typed)
            }
        }

        @Test(arguments: [
            Motion("abc def", .home, typed: "emulator> |abc def"),
            Motion("abc def", .control("a"), .control("e"), typed: "emulator> abc def|"),
            Motion("abc def", .left, .left, .backspace, typed: "emulator> abc |ef"),
            Motion("abc def", .home, .delete, typed: "emulator> |bc def"),
            Motion("abc def", .home, .control("d"), typed: "emulator> |bc def"),
            Motion("abc def", .control("w"), typed: "emulator> abc |"),
            Motion("abc def", .control("u"), typed: "emulator> |"),
            Motion("abc def", .home, .control("k"), .control("y"), typed: "emulator> abc def|"),
            Motion("abc def", .controlLeft, .control("k"), typed: "emulator> abc |"),
            Motion("abc def", .home, .alt("f"), typed: "emulator> abc| def"),
            Motion("abc def", .home, .alt("d"), typed: "emulator> | def"),
            Motion("abc def", .control("u"), .control("_"), typed: "emulator> abc def|"),
            Motion("日本語", .left, .left, typed: "emulator> 日|本語"),
            Motion("日本語", .left, .backspace, typed: "emulator> 日|語"),
            Motion("a👩b", .left, .backspace, typed: "emulator> a|b"),
            Motion("f(", .alt("b"), typed: "emulator> |f("),
        ])
        func keysMoveAndEdit(_ motion: Motion) throws {
            try atPrompt { user in
                try user.type(motion.text)
                for key in motion.keys { try user.press(key) }
                #expect(user.typed == motion.typed.trimmingTrailingBlanks)
            }
        }

        @Test func homeAndEndStayInTheirRow() throws {
            try atPrompt { user in
                try user.type("do\rx = 1\rend")
                try user.press(.up, .home)
                #expect(user.typed.trimmingLeadingBlanks.hasPrefix("|"))
                #expect(user.typed.hasSuffix("x = 1"))
                try user.press(.end)
                #expect(user.typed.hasSuffix("x = 1|"))
                try user.press(.control("u"))
                #expect(user.screen.lines.first == "emulator> do")
                #expect(user.screen.lines.last?.trimmingLeadingBlanks == "end")
                #expect(user.typed.trimmingLeadingBlanks == "|")
            }
        }

        @Test func clearingTheScreenKeepsWhatIsTyped() throws {
            try atPrompt { user in
                try user.enter("1")
                try user.type("abc")
                try user.press(.left, .control("l"))
                #expect(user.screen.text == "emulator> abc")
                #expect(user.screen.cursor == Screen.Position(row: 0, column: 12))
            }
        }

        @Test func altEnterAddsARowToWhatIsComplete() throws {
            try atPrompt { user in
                try user.type("x = 1")
                try user.press(.altEnter)
                try user.type("y = 2\r")
                try user.enter("x + y")
                #expect(user.screen.lines.suffix(2) == ["3", "emulator>"])
            }
        }

        @Test func aHashWithAltKeepsTheEntryAsAComment() throws {
            try atPrompt { user, binary in
                try user.type("error('later')")
                try user.press(.alt("#"))
                #expect(user.screen.text == "emulator> -- error('later')\nemulator>")
                try user.press(.up)
                #expect(user.typed == "emulator> -- error('later')|")
                #expect(try binary.historyTexts == ["-- error('later')"])
            }
        }

        @Test func textThatWrapsIsEditedInPlace() throws {
            try atPrompt(["--quiet", "--fresh"], size: .narrow) { user, _ in
                try user.type("'" + String(repeating: "0123456789", count: 6) + "'")
                // Ten columns of prompt, and 62 of text.
                #expect(user.screen.lines.map(\.count) == [40, 32])
                try user.press(.home)
                #expect(user.screen.cursor == Screen.Position(row: 0, column: 10))
                try user.press(.right)
                try user.type("日")
                #expect(user.screen.lines.map(\.cells) == [40, 34])
                try user.press(.end)
                #expect(user.screen.cursor == Screen.Position(row: 1, column: 34))
                try user.enter("")
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func wideCharactersAtTheMarginWrapWhole() throws {
            try atPrompt(["--quiet", "--fresh"], size: .narrow) { user, _ in
                try user.type("'a" + String(repeating: "日", count: 20) + "'")
                #expect(user.screen.rows[0].isWrapped || user.screen.lines.count == 2)
                #expect(user.screen.lines[0] == "emulator> 'a" + String(repeating: "日", count: 14))
                #expect(user.screen.lines[1] == String(repeating: "日", count: 6) + "'")
                try user.press(.left, .backspace)
                #expect(user.screen.lines[1] == String(repeating: "日", count: 5) + "'")
                #expect(user.screen.cursor == Screen.Position(row: 1, column: 10))
            }
        }

        @Test func anEntryTallerThanTheScreenCanBeEdited() throws {
            let size = WindowSize(columns: 40, rows: 8)
            try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                let rows = (1...20).map { "x\($0) = \($0)" }
                try user.paste("do\n" + rows.joined(separator: "\n") + "\nend\n")
                for _ in 1...20 { try user.press(.up) }
                try user.press(.home)
                try user.type("y = 7;")
                #expect(user.typed.contains("y = 7;|x"))
                for _ in 1...21 { try user.press(.down) }
                try user.enter("")
                #expect(user.screen.transcript.contains("do\n"))
                try user.enter("x1 + x20 + y")
                #expect(user.screen.lines.suffix(2) == ["28", "emulator>"])
            }
        }
    }
}

extension String {
    var trimmingLeadingBlanks: String { String(drop { $0 == " " }) }
    /// For texts of ASCII and CJK.
    var cells: Int { reduce(0) { $0 + ($1.isASCII ? 1 : 2) } }
}
