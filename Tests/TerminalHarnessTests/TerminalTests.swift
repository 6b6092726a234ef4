import TerminalHarness
import Testing

@Suite struct TerminalTests {
    @Test func linesThatLeaveAtTheTopAreKept() {
        let screen = Screen(of: (1...7).map { "\($0)\r\n" }.joined() + "8")
        #expect(screen.scrollback.map(\.text) == ["1", "2", "3", "4"])
        #expect(screen.transcript == "1\n2\n3\n4\n5\n6\n7\n8")
        #expect(Screen(of: "1\r\n2\r\n3\r\n4\r\n5\u{1B}[3J").scrollback.isEmpty)
    }

    @Test func deletedLinesAreNotKept() {
        #expect(Screen(of: "a\r\nb\u{1B}[H\u{1B}[M").scrollback.isEmpty)
        #expect(Screen(of: "a\r\nb\u{1B}[H\u{1B}[M").text == "b")
    }

    @Test func wrappedRowsAreOneLineAgain() {
        let screen = Screen(of: "0123456789abc\r\n012345678日x\r\n012345678 x  \r\nend", rows: 3)
        #expect(screen.text == "012345678\nx\nend")
        #expect(
            screen.unwrappedTranscript == "0123456789abc\n012345678日x\n012345678 x\nend")
    }

    @Test func alternateScreenGivesTheFirstOneBack() {
        let before = "one\r\ntwo"
        let inside = Screen(of: before + "\u{1B}[?1049h\u{1B}[Hvi")
        #expect(inside.text == "vi")
        #expect(inside.isAlternate)
        let after = Screen(of: before + "\u{1B}[?1049h\u{1B}[Hvi\n\n\n\n\n\n\u{1B}[?1049lx")
        #expect(after.text == "one\ntwox")
        #expect(after.scrollback.isEmpty)
    }

    @Test func modesAreNoted() {
        #expect(Screen(of: "").modes == [.autowrap, .cursorVisible])
        #expect(
            Screen(of: "\u{1B}[?2004h\u{1B}[?25l\u{1B}[?1h\u{1B}=").modes
                == [.autowrap, .bracketedPaste, .applicationCursorKeys, .applicationKeypad])
        #expect(Screen(of: "\u{1B}[?2004;25h\u{1B}[?2004l").modes == Screen.Modes.initial)
        #expect(Screen(of: "\u{7}\u{7}").bells == 2)
    }

    @Test func commandsAndStringsAreNotShown() {
        let screen = Screen(
            of: "a\u{1B}]0;title\u{7}b\u{1B}]8;;http://x\u{1B}\\c\u{1B}Pq#0\u{1B}\\d\u{1B}_x\u{7}e")
        #expect(screen.text == "abcde")
        #expect(screen.unknown == [])
    }

    @Test func idleMarksTellHowMuchWasRead() {
        var terminal = VirtualTerminal()
        #expect(terminal.inputReadWhenIdle == nil)
        terminal.receive("a\u{1B}]7770;idle;12\u{7}b")
        #expect(terminal.inputReadWhenIdle == 12)
        terminal.receive("\u{1B}]7770;id")
        terminal.receive("le;40\u{7}")
        #expect(terminal.inputReadWhenIdle == 40)
        #expect(terminal.idleMarks == 2)
        #expect(terminal.screen.text == "ab")
        #expect(terminal.screen.sequenceCount == 0)
    }

    @Test(arguments: [
        ("\u{1B}[5n", ["CSI 5n"]), ("\u{1B}[?99h", ["CSI ?99h"]), ("\u{1B}[77m", ["SGR 77"]),
        ("\u{1B}%G", ["ESC %G"]), ("\u{5}", ["C0 5"]), ("\u{85}", ["C1 85"]),
    ])
    func whatItDoesNotKnowIsListed(bytes: String, unknown: [String]) {
        #expect(Screen(of: bytes + "x").unknown == unknown)
        #expect(Screen(of: bytes + "x").text == "x")
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3, 0x28], "\u{FFFD}("),
            ([0xE6, 0x97, 0xA5], "日"), ([0xE6, 0x97, 0x1B, 0x5B, 0x43, 0x78], "\u{FFFD} x"),
            ([0xF0, 0x9F, 0x91, 0xA9], "👩"), ([0x80, 0x81], "\u{FFFD}\u{FFFD}"),
        ] as [([UInt8], String)])
    func whatIsNoUTF8IsReplaced(bytes: [UInt8], shown: String) {
        var whole = VirtualTerminal()
        whole.receive(bytes)
        var pieces = VirtualTerminal()
        for byte in bytes { pieces.receive([byte]) }
        #expect(whole.screen.text == shown)
        #expect(pieces.screen.text == shown)
    }

    @Test func aSequenceCutAnywhereIsUnderstood() {
        let text = "ab\u{1B}[1;31mred\u{1B}[0m日\u{1B}[2;4Hx"
        var pieces = VirtualTerminal(size: WindowSize(columns: 10, rows: 4))
        for byte in text.utf8 { pieces.receive([byte]) }
        let whole = Screen(of: text)
        #expect(pieces.screen.rows == whole.rows)
        #expect(pieces.screen.cursor == whole.cursor)
    }
}

@Suite struct LookTests {
    private func look(_ change: (inout Look) -> Void) -> Look {
        var look = Look.plain
        change(&look)
        return look
    }

    @Test func graphicRenditionsApplyToWhatFollows() {
        let screen = Screen(
            of: "a\u{1B}[1;31mb\u{1B}[22;39mc\u{1B}[2mde\u{1B}[0;38;5;208mf\u{1B}[48;2;1;2;3mg",
            columns: 20)
        #expect(screen.looks(of: "a") == [.plain])
        #expect(
            screen.looks(of: "bc")
                == [
                    look {
                        $0.isBold = true
                        $0.foreground = .palette(1)
                    }, .plain,
                ])
        #expect(screen.looks(of: "de") == [look { $0.isDim = true }, look { $0.isDim = true }])
        #expect(
            screen.looks(of: "fg")
                == [
                    look { $0.foreground = .palette(208) },
                    look {
                        $0.foreground = .palette(208)
                        $0.background = .rgb(1, 2, 3)
                    },
                ])
        #expect(screen.looks(of: "nowhere") == [])
    }

    @Test func textIsFoundWhereItStandsLast() {
        let screen = Screen(of: "ab ab\r\n\u{1B}[4mab\u{1B}[m\r\n日ab")
        #expect(screen.looks(of: "ab") == [.plain, .plain])
        #expect(screen.looks(of: "日a") == [.plain, .plain])
        let underlined = Screen(of: "ab ab\r\n\u{1B}[4mab\u{1B}[m")
        #expect(underlined.looks(of: "ab").map(\.isUnderlined) == [true, true])
    }

    @Test func erasedCellsTakeTheBackgroundOnly() {
        let screen = Screen(of: "abc\u{1B}[1;7;44m\u{1B}[2G\u{1B}[K")
        #expect(screen.rows[0].cells[2].look == look { $0.background = .palette(4) })
    }
}

@Suite struct ResizeTests {
    private func shown(_ text: String, _ columns: Int, _ rows: Int) -> Screen {
        var terminal = VirtualTerminal(size: WindowSize(columns: 10, rows: 4))
        terminal.receive(text)
        terminal.resize(WindowSize(columns: columns, rows: rows))
        return terminal.screen
    }

    @Test func textIsCutAndNotWrappedAnew() {
        #expect(shown("0123456789abc", 5, 4).text == "01234\nabc")
        #expect(shown("日本語", 5, 4).text == "日本")
        #expect(shown("0123456789", 20, 6).text == "0123456789")
    }

    @Test func rowsBelowTheCursorGoFirst() {
        #expect(shown("a\r\nb", 10, 2).text == "a\nb")
        let screen = shown("a\r\nb\r\nc\r\nd", 10, 2)
        #expect(screen.text == "c\nd")
        #expect(screen.scrollback.map(\.text) == ["a", "b"])
        #expect(screen.cursor == Screen.Position(row: 1, column: 1))
    }
}
