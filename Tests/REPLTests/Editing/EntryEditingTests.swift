import TerminalHarness
import Testing

@testable import REPL

/// What a user sees of the editor, through a terminal.
@Suite struct EntryEditingTests {
    typealias View = TerminalSession.View

    @Test func aBlockIsOneEntryThatIsRecalledAndEditedWhole() throws {
        let session = try lineReader()
        try session.type("for i=1,2 do\rprint(i)\rend\r")
        try session.press(.up)
        try session.press(.up)
        try session.press(.end, .backspace)
        try session.type("*10)")
        #expect(
            session.view
                == View(
                    #"test> for i=1,2 do"#, "  print(i)", "end",
                    #"line "for i=1,2 do\n  print(i)\nend""#, "test> for i=1,2 do",
                    "  print(i*10)", "end", at: 5, 13))
        // In the middle Enter makes a row; at the end it runs.
        try session.press(.enter)
        #expect(session.screen.cursorLine == "")
        try session.press(.end, .end, .enter)
        #expect(
            session.screen.lines.suffix(2)
                == [#"line "for i=1,2 do\n  print(i*10)\n  \nend""#, "test>"])
    }

    @Test func aSecondEnterOnABlankRowRunsWhatIsUnfinished() throws {
        let session = try lineReader()
        try session.type("x = {\r\r")
        #expect(session.screen.lines == ["test> x = {", #"line "x = {""#, "test>"])
    }

    @Test func anEmptyLineIsAnEntryAndDoesNotEnd() throws {
        let session = try lineReader()
        try session.type("\r")
        #expect(session.view == View("test>", #"line """#, "test>", at: 2, 6))
    }

    @Test func interruptsAbandonTheLine() throws {
        let session = try lineReader()
        try session.type("abc\u{3}")
        try session.type("\u{3}")
        #expect(
            session.screen.lines == [
                "test> abc^C", #"interrupted "abc""#, "test> ^C", "(^D on an empty line ends)",
                #"interrupted """#, "test>",
            ])
    }

    @Test func theEndOfInputEndsOnAnEmptyLineOnly() throws {
        let session = try lineReader()
        try session.type("abc\u{4}")
        #expect(session.screen.bells == 1)
        try session.press(.home)
        try session.type("\u{4}\u{4}\u{4}")
        try session.send("\u{4}")
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.screen.lines == ["test>", "end"])
        #expect(try session.lineDiscipline() == .sane)
    }

    @Test func aPasteIsOneEntryAndRunsNothing() throws {
        let session = try lineReader()
        try session.paste("x = {\n\t\"日本\",\n}\nprint(x)\n")
        #expect(
            session.view
                == View("test> x = {", "        \"日本\",", "}", "print(x)", at: 3, 8))
        try session.press(.enter)
        #expect(session.screen.lines[4] == #"line "x = {\n\t\"日本\",\n}\nprint(x)""#)
        try session.press(.up)
        #expect(
            session.screen.lines.suffix(4) == ["test> x = {", "        \"日本\",", "}", "print(x)"])
    }

    @Test func whatIsPastedIntoASearchIsSearchedFor() throws {
        let session = try lineReader("history=print(tavus)")
        try session.type("\u{12}")
        try session.paste("tavus")
        #expect(session.view == View(#"test> search "tavus": print(tavus)"#.dropPrompt, at: 0, 22))
        try session.type("\u{7}")
        #expect(session.view == View("test>", at: 0, 6))
    }

    @Test func anEntryTallerThanTheScreenCanBeEdited() throws {
        let session = try lineReader(size: WindowSize(columns: 40, rows: 6))
        try session.paste((1...12).map { "-- row \($0)" }.joined(separator: "\n"))
        #expect(
            session.view
                == View(
                    "-- row 8", "-- row 9", "-- row 10", "-- row 11", "-- row 12",
                    "(12 rows, C-x C-e to edit)", at: 4, 9))
        for _ in 1...11 { try session.press(.up) }
        #expect(session.screen.lines[0] == "test> -- row 1")
        try session.type("!")
        #expect(session.screen.lines[0] == "test> -- row 1!")
        try session.press(.end, .end, .enter)
        #expect(session.screen.transcript.hasPrefix("test> -- row 1!\n-- row 2\n"))
        #expect(session.screen.transcript.contains("\n-- row 12\nline "))
        #expect(session.screen.lines.last == "test>")
    }

    @Test func notesAppearAboveWhatIsTyped() throws {
        let session = try lineReader("notes=3")
        try session.type("for i=1,2 do\r  x")
        try session.press(.up)
        try session.wait(for: "[job 3] done")
        try session.type("Z")
        #expect(
            session.view
                == View(
                    "[job 1] done", "[job 2] done", "[job 3] done", "test> for iZ=1,2 do", "    x",
                    at: 3, 12))
        #expect(session.screen.looks(of: "do").map(\.isBold) == [true, true])
        #expect(session.screen.looks(of: "=1,2") == Array(repeating: .plain, count: 4))
    }

    @Test func secretsAreNotShown() throws {
        let session = try lineReader("secret")
        try session.type("s3cret")
        #expect(session.view == View("key:", at: 0, 5))
        try session.type("\r")
        #expect(session.screen.lines == ["key:", "answer 6 characters", "test>"])
        #expect(session.screen.unknown == [])
    }

    @Test(arguments: [("LC_ALL", "C"), ("TERM", "xterm-unheard-of")])
    func anyBytesAreTextWhateverTheEnvironmentSays(name: String, value: String) throws {
        let session = try lineReader(term: "xterm", environment: [name: value])
        try session.send(Array("日é".utf8) + [0xFF, 0xC3, 0x28] + Array("e\u{301}!\r".utf8))
        try session.waitUntilIdle()
        #expect(
            session.screen.lines == [
                "test> 日é\u{FFFD}\u{FFFD}(e\u{301}!",
                "line \("日é\u{FFFD}\u{FFFD}(e\u{301}!".debugDescription)", "test>",
            ])
    }

    @Test func aDumbTerminalGetsNoSequences() throws {
        let session = try lineReader(term: "dumb")
        try session.wait(for: "test>")
        try session.send("for i=1,2 do\n")
        try session.wait(for: ">>")
        try session.send("end\n")
        try session.wait(for: "line")
        try session.send("\u{4}")
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.screen.sequenceCount == 0)
    }
}

extension String {
    fileprivate var dropPrompt: String { String(dropFirst("test> ".count)) }
}
