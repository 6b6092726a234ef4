import Glibc
import Testing

@testable import REPL

@Suite struct PastedTextTests {
    @Test(arguments: [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\n\r\n\n", "a"),
        ("\ta\u{1b}[31m\u{7}\0b\u{7f}\u{85}", "\ta[31mb"),
        ("日本 é😀", "日本 é😀"), ("", ""), ("\n\n", ""), ("a\n\nb", "a\n\nb"),
    ])
    func newlinesAreOneKindAndControlCharactersGo(pasted: String, text: String) {
        #expect(String(PastedText.cleaned(Array(pasted.utf8))) == text)
    }

    /// Compared by scalars: for Swift, equal strings may be composed differently.
    @Test func lettersWithTheirMarksAreComposed() {
        let pasted = PastedText.cleaned(Array("e\u{301}\nA\u{30A} o\u{308}\u{323} 日".utf8))
        #expect(pasted == ["\u{E9}", "\n", "\u{C5}", " ", "\u{1ECD}", "\u{308}", " ", "日"])
    }

    @Test func brokenCharactersAreReplaced() {
        #expect(String(PastedText.cleaned([0x61, 0xFF, 0x62, 0xE6, 0x97])) == "a\u{FFFD}b\u{FFFD}")
    }

    @Test func whatIsTooLongIsKeptForItsOwner() throws {
        let path = try #require(PastedText.keep(Array("print(1)".utf8)))
        defer { unlink(path) }
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(status.st_size == 8)
    }
}
