import TerminalHarness
import Testing

/// What each key makes of the line `foo bar` with the cursor after it, unless said otherwise.
@Suite struct EditingKeysTests {
    @Test(
        arguments: [
            ("\u{17}", "foo ", 4), ("\u{1}X", "Xfoo bar", 1), ("\u{1}\u{5}X", "foo barX", 8),
            ("\u{1b}[HX", "Xfoo bar", 1), ("\u{1b}OH\u{1b}OFX", "foo barX", 8),
            ("\u{15}", "", 0), ("\u{1}\u{b}", "", 0), ("\u{15}\u{19}\u{19}", "foo barfoo bar", 14),
            ("\u{1}\u{1b}[3~", "oo bar", 0), ("\u{2}\u{2}X", "foo bXar", 6),
            ("\u{1b}bX", "foo Xbar", 5), ("\u{1b}[1;5D\u{1b}[1;5DX", "Xfoo bar", 1),
            ("\u{1}\u{1b}d", " bar", 0), ("\u{1}\u{1b}fX", "fooX bar", 4),
            // Undo: a word is one step; a kill is one.
            ("\u{1f}", "foo ", 4), ("\u{17}\u{1f}", "foo bar", 7), ("\u{15}\u{1f}", "foo bar", 7),
            // Alt-Enter is a row, whatever is typed.
            ("\u{1b}\rx", "foo bar\nx", 9),
            // Rows, and then the whole text.
            ("\u{1b}\r12\u{1}X", "foo bar\nX12", 9), ("\u{1b}\r12\u{1}\u{1}X", "Xfoo bar\n12", 1),
            ("\u{1b}\r12\u{15}X", "foo bar\nX", 9), ("\u{1b}\r12\u{15}\u{15}X", "X", 1),
            ("\u{1b}\r12\u{1b}[A\u{b}X", "foX\n12", 3),
            ("\u{1b}\r12\u{1b}[A\u{b}\u{b}X", "foX", 3),
            ("\u{1b}\r12\u{1b}[A\u{5}\u{5}X", "foo bar\n12X", 11),
            ("\u{1b}\r1\u{1b}[AX\u{1b}[BY", "fXoo bar\n1Y", 11),
            ("\u{1b}[99;99Q\u{1b}Oz", "foo bar", 7),
        ] as [(String, String, Int)])
    func keysEdit(keys: String, text: String, cursor: Int) throws {
        let session = try lineReader("text=foo bar")
        // Words are steps of undo as they are typed.
        if keys == "\u{1f}" {
            try session.type("\u{15}")
            try session.type("foo")
            try session.type(" ")
            try session.type("bar")
        }
        try session.type(keys)
        let rows = ("test> " + text).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(session.screen.lines == rows.map { String($0).trimmedAtEnd })
        let row = text.unicodeScalars.prefix(cursor).count { $0 == "\n" }
        #expect(session.screen.cursor.row == row)
        let column = text.unicodeScalars.prefix(cursor).reversed().prefix { $0 != "\n" }.count
        #expect(session.screen.cursor.column == column + (row == 0 ? 6 : 0))
    }

    /// e with an accent of its own, a family, a flag: keys, and what is left with an X where the cursor is.
    @Test(
        arguments: [
            ("\u{1b}[D", "e\u{301}👩‍👧X🇫🇷"), ("\u{2}\u{2}", "e\u{301}X👩‍👧🇫🇷"),
            ("\u{1}\u{6}", "e\u{301}X👩‍👧🇫🇷"), ("\u{1}\u{1b}[C\u{1b}[C", "e\u{301}👩‍👧X🇫🇷"),
            ("\u{7f}", "e\u{301}👩‍👧X"), ("\u{7f}\u{8}", "e\u{301}X"),
            ("\u{7f}\u{7f}\u{7f}", "X"), ("\u{1}\u{4}", "X👩‍👧🇫🇷"),
            ("\u{1}\u{4}\u{1b}[3~", "X🇫🇷"), ("\u{7f}\u{1f}", "e\u{301}👩‍👧🇫🇷X"),
        ] as [(String, String)])
    func keysTakeWholeCharacters(keys: String, text: String) throws {
        let session = try lineReader("text=e\u{301}👩‍👧🇫🇷")
        try session.type(keys + "X\r")
        #expect(session.screen.lines.contains("line \(text.debugDescription)"))
    }

    @Test func viHasItsTwoModes() throws {
        let session = try lineReader("vi", "text=hello world")
        try session.press(.escape)
        try session.type("0dw")
        #expect(session.screen.lines == ["test> world"])
        try session.type("u")
        #expect(session.screen.lines == ["test> hello world"])
        try session.type("A!\r")
        try session.press(.escape)
        try session.type("k")
        #expect(
            session.screen.lines == [
                "test> hello world!", #"line "hello world!""#, "test> hello world!",
            ])
    }

    @Test func suggestionsAreTakenWholeOrByTheWord() throws {
        let session = try lineReader()
        try session.type("print(")
        #expect(session.screen.lines == [#"test> print("hello", world)"#])
        #expect(session.screen.cursor == .init(row: 0, column: 12))
        #expect(
            session.screen.looks(of: #""hello""#).map(\.isDim) == Array(repeating: true, count: 7))
        try session.type("\u{1b}f")
        #expect(session.screen.lines == [#"test> print("hello"#])
        try session.type("\u{15}print(")
        try session.press(.right)
        #expect(session.screen.cursorLine == #"test> print("hello", world)"#)
        #expect(session.screen.cursor.column == 27)
        #expect(session.screen.looks(of: "hello") == Array(repeating: .plain, count: 5))
    }

    @Test func enterDoesNotTakeASuggestion() throws {
        let session = try lineReader()
        try session.type("print(")
        try session.press(.enter)
        #expect(session.screen.lines == ["test> print("])
    }

    @Test func tabInsertsWhatIsCommonAndListsTheRestOnce() throws {
        let session = try lineReader(size: WindowSize(columns: 60, rows: 12))
        try session.type("tavus.per\t")
        #expect(session.screen.lines == ["test> tavus.personas."])
        try session.type("\t")
        let first = [
            "test> tavus.personas.",
            "  tavus.personas.create  function  does tavus.personas.cre…",
            "  tavus.personas.delete  function  does tavus.personas.del…",
            "  tavus.personas.get     function  does tavus.personas.get",
            "  … 2 more", "test> tavus.personas.",
        ]
        #expect(session.screen.lines == first)
        #expect(session.screen.cursor == .init(row: 5, column: 21))
        try session.type("\t\t\t")
        #expect(session.screen.lines.count == first.count + 3)
        try session.type("u\t")
        #expect(session.screen.cursorLine == "test> tavus.personas.update")
    }

    @Test func keysShowHelpAndComment() throws {
        let session = try lineReader()
        try session.type("abc")
        try session.press(.function(1))
        #expect(session.screen.lines == ["test> abc", "help about abc", "test> abc"])
        try session.type("\u{18}\u{5}")
        #expect(session.screen.cursorLine == "test> abc -- edited")
        try session.type("\u{1b}#")
        #expect(session.screen.lines.suffix(2) == [#"line "-- abc -- edited""#, "test>"])
        try session.type("\u{c}x")
        #expect(session.screen.lines == ["test> x"])
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
