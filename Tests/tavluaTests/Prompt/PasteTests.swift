import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Pasting {
        @Test func aPasteIsOneEntryAndRunsOnce() throws {
            try atPrompt { user, binary in
                try user.paste("n = (n or 0) + 1\ns = '日本'\n\tprint(s)\nprint(n)")
                #expect(user.screen.lines.count == 4)
                #expect(user.screen.lines[1].hasSuffix("s = '日本'"))
                #expect(!user.screen.lines.contains("1"))
                try user.enter("")
                #expect(user.screen.lines.suffix(3) == ["日本", "1", "emulator>"])
                #expect(try binary.historyTexts.count == 1)
                try user.press(.up)
                #expect(user.screen.lines.suffix(4).first?.hasSuffix("n = (n or 0) + 1") == true)
            }
        }

        @Test func aPasteThatEndsInANewlineDoesNotRun() throws {
            try atPrompt { user in
                try user.paste("print('ran')\n")
                #expect(!user.screen.lines.contains("ran"))
                try user.press(.enter)
                #expect(user.screen.lines.contains("ran"))
            }
        }

        @Test func aPasteGoesWhereTheCursorIs() throws {
            try atPrompt { user in
                try user.type("print()")
                try user.press(.left)
                try user.paste("1, 2")
                #expect(user.typed == "emulator> print(1, 2|)")
            }
        }

        @Test func controlsInAPasteAreDropped() throws {
            try atPrompt { user in
                try user.send("\u{1B}[200~a\u{1B}[31mb\u{3}c\u{7}\u{8}d\u{1B}[201~")
                try user.waitUntilIdle()
                #expect(user.typed.hasSuffix("d|"))
                #expect(user.screen.lines.count == 1)
                #expect(user.screen.text.contains("[31m") || user.screen.text.contains("abcd"))
            }
        }

        @Test func aMegabyteIsOneEntry() throws {
            try atPrompt { user in
                let line = "x = '" + String(repeating: "é", count: 40) + "'\n"
                let count = 1_000_000 / line.utf8.count
                try user.paste(String(repeating: line, count: count))
                try user.enter("")
                try user.enter("#x")
                #expect(user.screen.lines.suffix(2) == ["80", "emulator>"])
            }
        }

        @Test func aPasteThatIsTooLongIsKeptInAFile() throws {
            try atPrompt { user in
                let line = "y = 1 -- " + String(repeating: "z", count: 990) + "\n"
                try user.paste(String(repeating: line, count: 1200))
                try user.wait(for: ".load /")
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func withoutMarksEachLineIsAnEntry() throws {
            try atPrompt { user in
                try user.type("a = 1\rb = 2\ra + b\r")
                #expect(user.screen.lines.suffix(2) == ["3", "emulator>"])
            }
        }
    }
}
