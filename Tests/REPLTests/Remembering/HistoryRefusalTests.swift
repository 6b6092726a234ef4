import Foundation
import Testing

@testable import REPL

@Suite struct HistoryRefusalTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/history" }
    private let moveAway = "Move it away to have a history."

    /// What loading and appending say, and that the file is what it was.
    private func expectRefusal(_ why: String, advice: String) {
        var store = HistoryStore(path: path)
        let fault = HistoryFault.refused(path: path, why: why, advice: advice)
        #expect(store.load().fault == fault)
        #expect(store.append(HistoryEntry("a")) == nil)
        var other = HistoryStore(path: path)
        #expect(other.append(HistoryEntry("a")) == fault)
        #expect(other.append(HistoryEntry("b")) == nil)
    }

    @Test(arguments: [
        ("export PATH=/bin\n", "it is not a history of tavlua"),
        ("_HiStOrY_V2_\nprint(1)\n", "it is not a history of tavlua"),
        ("tavlua history 2\n1 live a\n", "another version of tavlua wrote it"),
        ("\u{0}\u{1}", "it is not a history of tavlua"),
    ])
    func whatAnotherProgramWroteStaysAsItIs(text: String, why: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(chmod(path, 0o600) == 0)
        expectRefusal(why, advice: moveAway)
        #expect(folder.bytes(at: path) == Array(text.utf8))
    }

    @Test func aFileThatOthersMayReadIsNotUsed() throws {
        try Data("tavlua history 1\n".utf8).write(to: URL(filePath: path))
        #expect(chmod(path, 0o640) == 0)
        expectRefusal("others may read it (mode 0640)", advice: "Run: chmod 600 \(path)")
        #expect(folder.bytes(at: path) == Array("tavlua history 1\n".utf8))
    }

    @Test func aLinkIsNotFollowed() throws {
        let aim = folder.path + "/aim"
        try Data("tavlua history 1\n".utf8).write(to: URL(filePath: aim))
        #expect(chmod(aim, 0o600) == 0)
        #expect(symlink(aim, path) == 0)
        expectRefusal("it is a symbolic link", advice: moveAway)
        #expect(folder.bytes(at: aim) == Array("tavlua history 1\n".utf8))
    }

    @Test func aPipeAndAFolderAreNotWaitedFor() throws {
        #expect(mkfifo(path, 0o600) == 0)
        expectRefusal("it is not a regular file", advice: moveAway)
        #expect(unlink(path) == 0)
        #expect(mkdir(path, 0o700) == 0)
        expectRefusal("it is not a regular file", advice: moveAway)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func aFileOfAnotherUserIsNotUsed() throws {
        try Data("tavlua history 1\n".utf8).write(to: URL(filePath: path))
        #expect(chmod(path, 0o600) == 0)
        #expect(chown(path, 65_534, 65_534) == 0)
        expectRefusal("it belongs to another user", advice: moveAway)
    }

    @Test func aFullDiskIsToldOnceAndWhatWasMissedIsWrittenLater() throws {
        // A file where the folder should be stands for a disk that refuses for a while.
        let state = folder.path + "/state"
        try Data().write(to: URL(filePath: state))
        var store = HistoryStore(path: state + "/history")
        #expect(
            store.append(HistoryEntry("a"))
                == .unavailable(path: state + "/history", why: "Not a directory"))
        #expect(store.append(HistoryEntry("b")) == nil)
        #expect(unlink(state) == 0)
        #expect(store.append(HistoryEntry("c")) == nil)
        #expect(store.load().entries.map(\.text) == ["a", "b", "c"])
    }

    @Test func faultsSayWhatToDo() {
        #expect(
            HistoryFault.refused(path: "/h", why: "it is a symbolic link", advice: moveAway)
                .description
                == "history /h: it is a symbolic link; it stays as it is, and this session is not"
                + " stored. Move it away to have a history.")
        #expect(
            HistoryFault.unavailable(path: "/h", why: "No space left on device").description
                == "history /h: No space left on device; this session goes on without it.")
    }
}
