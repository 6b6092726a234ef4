import Foundation
import Testing

@testable import REPL

@Suite struct HistorySharingTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/history" }

    /// The end of a process can cut its write anywhere.
    @Test func whereverAFileIsCutTheWholeLinesAndTheNextEntrySurvive() throws {
        let lines = [
            "tavlua history 1\n", "1 live print(1)\n", "2 live/é for\\n\\x00\n", "3 live z\n",
        ]
        let whole = Array(lines.joined().utf8)
        for count in 0...whole.count {
            try Data(whole.prefix(count)).write(to: URL(filePath: path))
            #expect(chmod(path, 0o600) == 0)
            let left = whole.prefix(count).count { $0 == UInt8(ascii: "\n") } - 1
            let texts = ["print(1)", "for\n\u{0}", "z"].prefix(max(0, left))
            var store = HistoryStore(path: path)
            #expect(store.load().entries.map(\.text) == Array(texts))
            #expect(store.append(HistoryEntry("next")) == nil)
            #expect(store.load().entries.map(\.text) == texts + ["next"])
        }
    }

    @Test func compactingKeepsTheNewestOfEachText() throws {
        var store = HistoryStore(path: path, limit: 4)
        for (time, text) in ["a", "b", "a", "c", "b", "d"].enumerated() {
            #expect(store.append(HistoryEntry(text, time: Int64(time), place: "live")) == nil)
        }
        // The sixth line is more than a quarter beyond the limit.
        let text = "tavlua history 1\n2 live a\n3 live c\n4 live b\n5 live d\n"
        #expect(String(decoding: folder.bytes(at: path), as: UTF8.self) == text)
        #expect(access(path + ".new", F_OK) != 0)
        var facts = stat()
        #expect(lstat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    }

    @Test func whatAProcessLeftOfACompactionIsInNobodysWay() throws {
        try Data("half".utf8).write(to: URL(filePath: path + ".new"))
        var store = HistoryStore(path: path, limit: 1)
        for text in ["a", "b"] { #expect(store.append(HistoryEntry(text)) == nil) }
        #expect(store.load().entries.map(\.text) == ["b"])
        #expect(access(path + ".new", F_OK) != 0)
    }

    @Test func nothingIsLostWhileOtherSessionsCompact() async throws {
        let path = path
        await withTaskGroup { group in
            for session in 0..<3 {
                group.addTask {
                    var store = HistoryStore(path: path, limit: 100_000)
                    for number in 0..<100 {
                        #expect(store.append(HistoryEntry("\(session) \(number)")) == nil)
                    }
                }
            }
            group.addTask {
                for _ in 0..<50 {
                    #expect(throws: Never.self) {
                        try HistoryStore.compact(path, limit: 100_000)
                    }
                }
            }
        }
        var store = HistoryStore(path: path, limit: 100_000)
        let texts = store.load().entries.map(\.text)
        for session in 0..<3 {
            let own = texts.filter { $0.hasPrefix("\(session) ") }
            #expect(own == (0..<100).map { "\(session) \($0)" })
        }
    }
}
