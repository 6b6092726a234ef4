import Glibc
import TerminalHarness
import Testing

@Suite struct PasteSizeTests {
    @Test func aMegabyteIsOneEntry() throws {
        let session = try lineReader()
        let row = "local x = { a = 1, b = 'text' }\n"
        try session.paste(String(repeating: row, count: (1 << 20) / row.utf8.count))
        #expect(session.screen.lines.last == "(32768 rows, C-x C-e to edit)")
        try session.type("\r")
        #expect(session.screen.lines.suffix(2) == ["line 1048575 bytes", "test>"])
    }

    @Test func moreIsKeptInAFileForTheUserToLoad() throws {
        let session = try lineReader(
            size: WindowSize(columns: 200, rows: 24), environment: ["TMPDIR": "/tmp"])
        try session.type("x = ")
        try session.paste(String(repeating: "y", count: (1 << 20) + 1))
        let told = try #require(session.screen.lines.first)
        let path = try #require(told.split(separator: " ").last.map(String.init))
        defer { unlink(path) }
        #expect(told == "what was pasted is longer than 1 MB; it is kept: .load \(path)")
        #expect(session.screen.lines.last == "test> x =")
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_size == (1 << 20) + 1)
    }
}
