import Foundation
import Testing

@testable import REPL

@Suite struct SavedFileTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/s.lua" }

    private func content() -> String { String(decoding: folder.bytes(at: path), as: UTF8.self) }

    @Test func aFileIsReplacedOnlyWhenToldTo() throws {
        try SavedFile.write("one", to: path, replaces: false)
        #expect(throws: SavedFile.Problem.exists(path)) {
            try SavedFile.write("two", to: path, replaces: false)
        }
        #expect(content() == "one")
        #expect(chmod(path, 0o640) == 0)
        try SavedFile.write("three", to: path, replaces: true)
        #expect(content() == "three")
        var facts = stat()
        #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o640)
    }

    @Test func aFileThatIsNotThereIsMadeEitherWay() throws {
        try SavedFile.write("", to: path, replaces: true)
        #expect(FileManager.default.contents(atPath: path) == Data())
    }

    @Test func aLinkStandsForItsFileAndIsNotReplaced() throws {
        let link = folder.path + "/link"
        try SavedFile.write("one", to: path, replaces: false)
        #expect(symlink(path, link) == 0)
        try SavedFile.write("two", to: link, replaces: true)
        #expect(content() == "two")
        #expect(throws: SavedFile.Problem.exists(link)) {
            try SavedFile.write("three", to: link, replaces: false)
        }
    }

    @Test func whatCannotBeWrittenSaysWhy() {
        let missing = folder.path + "/no/s.lua"
        #expect(throws: SavedFile.Problem.failed(missing, why: "No such file or directory")) {
            try SavedFile.write("", to: missing, replaces: false)
        }
        #expect(throws: SavedFile.Problem.failed(folder.path, why: "not a regular file")) {
            try SavedFile.write("", to: folder.path, replaces: true)
        }
    }
}
