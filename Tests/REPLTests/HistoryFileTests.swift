import Foundation
import Testing

@testable import REPL

@Suite struct HistoryFileTests {
    private func withHistory(_ body: (HistoryFile) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("tavlua-history-\(UUID().uuidString)").path
        defer { unlink(path) }
        try body(HistoryFile(path: path))
    }

    @Test func entriesComeBackInOrderWithTheirLineBreaks() throws {
        try withHistory { history in
            let entries = ["print(1)", "for i = 1, 2 do\n  print(i)\nend", #"x = "a\nb\\""#]
            for entry in entries { #expect(history.append(entry)) }
            #expect(history.entries() == entries)
            #expect(history.entries(atMost: 1) == [entries[2]])
        }
    }

    @Test func onlyTheOwnerCanReadIt() throws {
        try withHistory { history in
            #expect(history.append("print(1)"))
            let attributes = try FileManager.default.attributesOfItem(atPath: history.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: [
        (" secret", false), ("key = '0123456789abcdef0123456789abcdef'", false),
        ("key = '0123456789ABCDEF0123456789ABCDEF'", false), ("print('cafe')", true),
        ("p = 'pdced222244b'", true),
    ])
    func whatLooksLikeAKeyOrBeginsWithASpaceIsNotKept(entry: String, isKept: Bool) throws {
        #expect(HistoryFile.mayBeKept(entry) == isKept)
        try withHistory { history in
            #expect(history.append(entry))
            #expect(history.entries() == (isKept ? [entry] : []))
        }
    }

    @Test func aLinkInItsPlaceIsNotFollowed() throws {
        try withHistory { history in
            #expect(symlink("/dev/null", history.path) == 0)
            #expect(!history.append("print(1)"))
        }
    }
}
