import TerminalHarness
import Testing

struct ScreenCase: CustomTestStringConvertible, Sendable {
    var bytes: String
    var shown: String
    var place: String

    init(_ bytes: String, _ shown: String, _ place: String) {
        (self.bytes, self.shown, self.place) = (bytes, shown, place)
    }

    var testDescription: String { bytes.debugDescription }
}

/// Four rows of ten columns. What is expected follows the manuals of DEC's terminals and xterm's list of
/// control sequences.
@Suite struct ScreenTests {
    private static let full = "aaa\r\nbbb\r\nccc\r\nddd"

    private func check(_ example: ScreenCase) {
        let screen = Screen(of: example.bytes)
        let place = screen.cursor
        #expect(screen.text == example.shown)
        #expect("\(place.row),\(place.column)\(screen.isWrapPending ? "!" : "")" == example.place)
        #expect(screen.unknown == [])
    }

    @Test(arguments: [
        ScreenCase("", "", "0,0"),
        ScreenCase("abc", "abc", "0,3"),
        ScreenCase("ab\ncd", "ab\n  cd", "1,4"),
        ScreenCase("ab\r\ncd", "ab\ncd", "1,2"),
        ScreenCase("abc\u{8}\u{8}X", "aXc", "0,2"),
        ScreenCase("\u{8}a", "a", "0,1"),
        ScreenCase("a\tb", "a       b", "0,9"),
        ScreenCase("a\tb\tc", "a       bc", "0,9!"),
        ScreenCase("1\r\n2\r\n3\r\n4\r\n5", "2\n3\n4\n5", "3,1"),
        ScreenCase("\u{1B}[3;3Hx\u{1B}Mxy\u{1B}Dz\u{1B}Eq", "\n   xy\n  x  z\nq", "3,1"),
    ])
    func writesTextAndObeysControls(_ example: ScreenCase) { check(example) }

    @Test(arguments: [
        // The last column is written, and the cursor stays there until the next character.
        ScreenCase("0123456789", "0123456789", "0,9!"),
        ScreenCase("0123456789a", "0123456789\na", "1,1"),
        ScreenCase("0123456789\r\nb", "0123456789\nb", "1,1"),
        ScreenCase("0123456789\u{8}x", "01234567x9", "0,9"),
        ScreenCase("0123456789\u{1B}[Kx", "012345678x", "0,9!"),
        ScreenCase("\u{1B}[?7l0123456789ab", "012345678b", "0,9"),
        ScreenCase("0123456789\u{1B}[1;10Hx", "012345678x", "0,9!"),
        ScreenCase("\u{1B}[4;9Habc", "\n\n        ab\nc", "3,1"),
    ])
    func wrapsLate(_ example: ScreenCase) { check(example) }

    @Test(arguments: [
        ScreenCase("\u{1B}[2;3Hx", "\n  x", "1,3"),
        ScreenCase("\u{1B}[2fx", "\nx", "1,1"),
        ScreenCase("\u{1B}[99;99Hx", "\n\n\n         x", "3,9!"),
        ScreenCase("\u{1B}[3;5H\u{1B}[Ax\u{1B}[2Dy", "\n   yx", "1,4"),
        ScreenCase("ab\u{1B}[Bc\u{1B}[2Cd", "ab\n  c  d", "1,6"),
        ScreenCase("abc\u{1B}[Gx\u{1B}[3Gy", "xby", "0,3"),
        ScreenCase("a\u{1B}[3dx\u{1B}[Ey\u{1B}[2Fz", "a\nz\n x\ny", "1,1"),
        ScreenCase("ab\u{1B}7\u{1B}[3;3Hx\u{1B}8c", "abc\n\n  x", "0,3"),
        ScreenCase("ab\u{1B}[s\u{1B}[3;3Hx\u{1B}[uc", "abc\n\n  x", "0,3"),
        ScreenCase("\u{1B}[9Aa\u{1B}[9Bb\u{1B}[99Dc\u{1B}[99Cd", "a\n\n\ncb       d", "3,9!"),
        ScreenCase("\u{1B}[9Cx\u{1B}[Zy\u{1B}[2Zz", "z       yx", "0,1"),
    ])
    func movesTheCursor(_ example: ScreenCase) { check(example) }

    @Test(arguments: [
        ScreenCase("abcdef\u{1B}[4G\u{1B}[K", "abc", "0,3"),
        ScreenCase("abcdef\u{1B}[4G\u{1B}[1K", "    ef", "0,3"),
        ScreenCase("abcdef\u{1B}[4G\u{1B}[2K", "", "0,3"),
        ScreenCase("abcdef\u{1B}[2G\u{1B}[3X", "a   ef", "0,1"),
        ScreenCase("abcdef\u{1B}[2G\u{1B}[2@", "a  bcdef", "0,1"),
        ScreenCase("abcdefghij\u{1B}[2G\u{1B}[2@", "a  bcdefgh", "0,1"),
        ScreenCase("abcdef\u{1B}[2G\u{1B}[2P", "adef", "0,1"),
        ScreenCase("abcdef\u{1B}[2G\u{1B}[99P", "a", "0,1"),
        ScreenCase("abc\u{1B}[2G\u{1B}[4hXY\u{1B}[4lZ", "aXYZc", "0,4"),
        ScreenCase("ab\u{1B}[3b", "abbbb", "0,5"),
        ScreenCase(full + "\u{1B}[2;2H\u{1B}[J", "aaa\nb", "1,1"),
        ScreenCase(full + "\u{1B}[2;2H\u{1B}[1J", "\n  b\nccc\nddd", "1,1"),
        ScreenCase(full + "\u{1B}[2;2H\u{1B}[2J", "", "1,1"),
        ScreenCase(full + "\u{1B}[2;2H\u{1B}[L", "aaa\n\nbbb\nccc", "1,0"),
        ScreenCase(full + "\u{1B}[2;2H\u{1B}[2M", "aaa\nddd", "1,0"),
        ScreenCase(full + "\u{1B}[S", "bbb\nccc\nddd", "3,3"),
        ScreenCase(full + "\u{1B}[T", "\naaa\nbbb\nccc", "3,3"),
    ])
    func erasesInsertsAndDeletes(_ example: ScreenCase) { check(example) }

    @Test(arguments: [
        ScreenCase(full + "\u{1B}[2;3r\u{1B}[3;1H\nx", "aaa\nccc\nx\nddd", "2,1"),
        ScreenCase(full + "\u{1B}[2;3r\u{1B}[2;1H\u{1B}Mx", "aaa\nx\nbbb\nddd", "1,1"),
        ScreenCase(full + "\u{1B}[2;3r\u{1B}[4;1H\nx", "aaa\nbbb\nccc\nxdd", "3,1"),
        ScreenCase(full + "\u{1B}[2;3r\u{1B}[2;1H\u{1B}[L", "aaa\n\nbbb\nddd", "1,0"),
        ScreenCase(full + "\u{1B}[2;3r\u{1B}[1;1H\u{1B}[2B", "aaa\nbbb\nccc\nddd", "2,0"),
        ScreenCase(full + "\u{1B}[2;3r\u{1B}[r\u{1B}[4;1H\n", "bbb\nccc\nddd", "3,0"),
        ScreenCase(full + "\u{1B}[2;3r\u{1B}[!p\u{1B}[4;1H\n", "bbb\nccc\nddd", "3,0"),
    ])
    func scrollsARegion(_ example: ScreenCase) { check(example) }

    @Test(arguments: [
        ScreenCase("日本", "日本", "0,4"),
        ScreenCase("👩x", "👩x", "0,3"),
        ScreenCase("e\u{301}x", "e\u{301}x", "0,2"),
        ScreenCase("日\u{301}x", "日\u{301}x", "0,3"),
        ScreenCase("0123456789\u{301}x", "0123456789\u{301}\nx", "1,1"),
        // No room for two cells: the last column stays empty.
        ScreenCase("012345678日", "012345678\n日", "1,2"),
        ScreenCase("01234567日x", "01234567日\nx", "1,1"),
        // Half of it cannot stay.
        ScreenCase("日本\u{1B}[2Gx", " x本", "0,2"),
        ScreenCase("日本\u{1B}[3Gx", "日x", "0,3"),
        ScreenCase("日本\u{1B}[2G\u{1B}[K", "", "0,1"),
        ScreenCase("日本x\u{1B}[2G\u{1B}[P", " 本x", "0,1"),
        ScreenCase("a日本日本\u{1B}[G\u{1B}[@", " a日本日本", "0,0"),
        ScreenCase("日本\u{1B}[G\u{1B}[@", " 日本", "0,0"),
        ScreenCase("日本\u{1B}[2G\u{1B}[@", "   本", "0,1"),
        ScreenCase("a日本日本x\u{1B}[G\u{1B}[2@", "  a日本日", "0,0"),
        ScreenCase("\u{200D}\u{FE0F}a", "a", "0,1"),
    ])
    func givesWideCharactersTwoCells(_ example: ScreenCase) { check(example) }
}
