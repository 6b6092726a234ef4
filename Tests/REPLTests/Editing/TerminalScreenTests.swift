import Glibc
import Testing

@testable import REPL

/// What other threads show, in order, without a terminal.
@Suite struct TerminalScreenTests {
    private func written(_ body: (TerminalScreen) -> Void) throws -> String {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        body(TerminalScreen(descriptor: ends[1], theme: Theme(name: "test", codes: [.note: "2"])))
        close(ends[1])
        defer { close(ends[0]) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(ends[0], &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    @Test func textIsWrittenAsItComesBetweenEntries() throws {
        let output = try written {
            $0.show("one")
            $0.show(StyledText(" two\n", .note))
        }
        #expect(output == "one\u{1b}[2m two\n\u{1b}[0m")
    }

    @Test func anEntryIsDisturbedOnlyByWholeLines() throws {
        var first = StyledText()
        var second = StyledText()
        let output = try written {
            $0.beginEditing()
            $0.show(StyledText("one\ntw", .note))
            first = $0.news().lines
            $0.show("o\nthree")
            second = $0.news().lines
            $0.change(prompt: "live> ")
            #expect($0.news().prompt == "live> ")
            #expect($0.news().prompt == nil)
            $0.endEditing()
        }
        #expect(first == StyledText("one\n", .note))
        #expect(second == StyledText("tw", .note) + "o\n")
        #expect(output == "three")
    }

    @Test func theStatusStaysBelowOtherTextUntilItIsErased() throws {
        let output = try written {
            $0.showStatus(nil)
            $0.showStatus("started 1/100")
            $0.show("note\n")
            $0.showStatus("started 2/100")
            $0.showStatus(nil)
        }
        let erase = "\r\u{1b}[K"
        #expect(
            output == "started 1/100\(erase)note\nstarted 1/100\(erase)started 2/100\(erase)")
    }

    @Test func theStatusDoesNotWriteOverAnOpenLineNorWrap() throws {
        let output = try written {
            $0.show("open")
            $0.showStatus(StyledText(String(repeating: "x", count: 100)))
        }
        #expect(output == "open\n" + String(repeating: "x", count: 76) + "…")
    }
}
