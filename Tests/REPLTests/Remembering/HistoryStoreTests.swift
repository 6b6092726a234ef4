import Foundation
import TavusAPI
import Testing

@testable import REPL

@Suite struct HistoryStoreTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/state/tavlua/history" }
    private let header = "tavlua history 1\n"

    private func store(limit: Int = 100) -> HistoryStore { HistoryStore(path: path, limit: limit) }

    private func plant(_ bytes: some Sequence<UInt8>, mode: mode_t = 0o600) throws {
        try folder.make("state/tavlua")
        try Data(bytes).write(to: URL(filePath: path))
        #expect(chmod(path, mode) == 0)
    }

    private func content() -> String { String(decoding: folder.bytes(at: path), as: UTF8.self) }

    private func mode(_ path: String) -> mode_t {
        var facts = stat()
        #expect(lstat(path, &facts) == 0)
        return facts.st_mode & 0o777
    }

    @Test func entriesComeBackAsTheyWere() {
        let entries = [
            HistoryEntry("print(1)", time: 1_763_718_523, place: "emulator"),
            HistoryEntry("for i = 1, 2 do\n\tprint(i)\r\nend", time: -1, place: "live/acme"),
            HistoryEntry(#"x = "a\nb\\" .. '\x41\q'"#, time: .max, place: "odd name\n"),
            HistoryEntry("\u{0}\u{18}\u{7f}\u{1b}[0m é e\u{301} 人 👩‍👩‍👧 \u{2028}\u{feff}"),
            HistoryEntry(String(repeating: "long ", count: 100_000)),
        ]
        var first = store()
        for entry in entries { #expect(first.append(entry) == nil) }
        var second = store()
        let (loaded, fault) = second.load()
        #expect(loaded == entries)
        #expect(fault == nil)
    }

    @Test func theFileSaysWhatItIsAndCanBeSearchedByHand() {
        var store = store()
        #expect(store.load().entries == [])
        _ = store.append(HistoryEntry("a\nb\t\\\u{7}é", time: 7, place: "live/acme corp"))
        #expect(content() == header + #"7 live/acme\x20corp a\nb\t\\\x07é"# + "\n")
        #expect(mode(path) == 0o600)
        #expect(mode(folder.path + "/state/tavlua") == 0o700)
    }

    @Test func secretsNeverReachTheFile() {
        var store = HistoryStore(path: path, redaction: Redaction(secrets: ["hunter22"]))
        _ = store.append(HistoryEntry(#"f("hunter22", "a")"#, time: 1, place: "live"))
        #expect(content() == header + #"1 live f("‹redacted›", "a")"# + "\n")
    }

    @Test func twoSessionsKeepEachOthersEntries() {
        var (one, other) = (store(), store())
        for number in 1...3 {
            _ = one.append(HistoryEntry("one \(number)"))
            _ = other.append(HistoryEntry("other \(number)"))
        }
        let texts = ["one 1", "other 1", "one 2", "other 2", "one 3", "other 3"]
        var third = store()
        #expect(third.load().entries.map(\.text) == texts)
    }

    @Test func aTornLineIsSkippedAndTheNextEntryStandsAlone() throws {
        try plant((header + "1 live whole\n2 live tor").utf8)
        var store = store()
        #expect(store.load().entries.map(\.text) == ["whole"])
        #expect(store.append(HistoryEntry("next", time: 3, place: "live")) == nil)
        #expect(content() == header + "1 live whole\n2 live tor\u{18}\n3 live next\n")
        #expect(store.load().entries.map(\.text) == ["whole", "next"])
    }

    @Test func aHeaderThatWasTornIsCompleted() throws {
        for count in 0..<header.utf8.count {
            try plant(header.utf8.prefix(count))
            var store = store()
            #expect(store.load().entries == [])
            #expect(store.append(HistoryEntry("a", time: 1, place: "live")) == nil)
            #expect(content() == header + "1 live a\n")
        }
    }

    @Test func linesThatAreNotOursAndBytesThatAreNoTextAreKept() throws {
        let odd: [UInt8] = Array("1 live \u{e9}".utf8) + [0xff, 0xc3, 0x0a] + Array("note\n".utf8)
        try plant(Array(header.utf8) + odd)
        var store = store(limit: 2)
        #expect(store.load().entries.map(\.text) == ["\u{e9}\u{fffd}\u{fffd}"])
        _ = store.append(HistoryEntry("x", time: 1, place: "live"))
        #expect(folder.bytes(at: path) == Array("\(header)note\n1 live x\n".utf8))
    }

    @Test func ofZeroEntriesNoneAreKept() {
        var store = store(limit: 0)
        #expect(store.append(HistoryEntry("a")) == nil)
        #expect(store.load().entries == [])
        #expect(access(path, F_OK) != 0)
    }

    @Test func tenThousandEntriesLoadAtOnce() throws {
        let lines = (1...10_000).map {
            "1763718523 live/acme print(tavus.personas.list{ page = \($0) })\n"
        }
        try plant((header + lines.joined()).utf8)
        var store = store(limit: 10_000)
        let started = ContinuousClock.now
        #expect(store.load().entries.count == 10_000)
        // Measured: 5 ms in a release build. This is a build that checks every index.
        #expect(ContinuousClock.now - started < .seconds(2))
    }
}
