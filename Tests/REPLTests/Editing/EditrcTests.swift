import Glibc
import TerminalHarness
import Testing

@testable import REPL

@Suite struct EditrcTests {
    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        var template = Array("/tmp/tavlua-editrc-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        try #require(file >= 0)
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(path) }
        TerminalBytes.write(Array(text.utf8), to: file)
        close(file)
        try body(path)
    }

    @Test func keysCanBeBoundButNotAllTaken() throws {
        try withFile("bind ^G em-upper-case\nline-reader:bind ^O tavlua-undo\nbind ^M ed-ignore\n")
        { path in
            let session = try lineReader("text=foo", environment: ["EDITRC": path])
            try session.type("\u{1}\u{7}")
            #expect(session.screen.lines == ["test> FOO"])
            try session.type("\u{f}\r")
            #expect(session.screen.lines == ["test> foo", #"line "foo""#, "test>"])
        }
    }

    @Test func aMistakeIsReportedAndTheRestWorks() throws {
        try withFile("bind ^G no-such-function\n") { path in
            let session = try lineReader(environment: ["EDITRC": path])
            try session.type("1\r")
            #expect(
                session.screen.lines == [
                    "\(path): bind: Invalid command `no-such-function'.", "test> 1", #"line "1""#,
                    "test>",
                ])
        }
    }
}
