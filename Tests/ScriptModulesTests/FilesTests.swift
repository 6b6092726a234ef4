import Glibc
import JSONValue
import LuaHost
import ScriptModules
import Testing

struct FilesTests {
    @Test func filesAreWrittenReadListedAndRemoved() async throws {
        let scratch = try Scratch()
        let script = """
            local files, dir = require "files", ...
            files.mkdir(dir .. "/a/b")
            files.mkdir(dir .. "/a/b")
            files.write(dir .. "/a/b/x.txt", "one\\0two")
            files.append(dir .. "/a/b/x.txt", "!")
            files.write(dir .. "/a/y", "y")
            files.rename(dir .. "/a/y", dir .. "/a/z")
            local info = files.info(dir .. "/a/b/x.txt")
            local seen = {
                text = files.read(dir .. "/a/b/x.txt"), names = files.list(dir .. "/a"),
                kind = info.kind, size = info.size, folder = files.info(dir .. "/a").kind,
                is = files.exists(dir .. "/a/z"), was = files.exists(dir .. "/a/y"),
                removed = files.remove(dir .. "/a/z"), gone = files.remove(dir .. "/a/z"),
            }
            require("csv").write(dir .. "/t.csv", { { a = 1 } })
            require("yaml").write(dir .. "/t.yaml", { a = { "x" } })
            seen.csv = files.read(dir .. "/t.csv")
            seen.yaml = files.read(dir .. "/t.yaml")
            seen.row = require("csv").read(dir .. "/t.csv")[1].a
            seen.item = require("yaml").read(dir .. "/t.yaml").a[1]
            return seen
            """
        let path = scratch.path
        let grants = LuaGrants(readable: LuaFileRoots([path]), writable: LuaFileRoots([path]))
        let expected: JSONValue = [
            "text": "one\0two!", "names": ["b", "z"], "kind": "file", "size": 8,
            "folder": "folder", "is": true, "was": false, "removed": true, "gone": false,
            "csv": "a\n1\n", "yaml": "a:\n- x\n", "row": "1", "item": "x",
        ]
        #expect(try await Fixture.value(script, path, grants: grants) == expected)
        let everywhere = try Scratch()
        #expect(try await Fixture.value(script, everywhere.path, grants: .all) == expected)
    }

    @Test(arguments: [
        "files.read(p)", "files.write(p, 'x')", "files.append(p, 'x')", "files.exists(p)",
        "files.info(p)", "files.list(p)", "files.mkdir(p)", "files.remove(p)",
        "files.rename(p, p .. 2)", "require('csv').read(p)", "require('yaml').write(p, 1)",
    ])
    func whatIsNotGrantedIsNotTouched(_ call: String) async throws {
        let scratch = try Scratch()
        let inside = scratch.path + "/inside"
        mkdir(inside, 0o777)
        symlink("..", inside + "/out")
        symlink(scratch.path + "/target", inside + "/link")
        let grants = LuaGrants(
            readable: LuaFileRoots([inside]), writable: LuaFileRoots([inside]))
        for path in ["/outside", "/inside/../outside", "/inside/out/outside"] {
            let error = try await Fixture.failure(
                "local files, p = require 'files', ... \(call)", scratch.path + path,
                grants: grants)
            #expect(error.hasPrefix("permission_denied "), "\(path): \(error)")
        }
        #expect(try FilesTests.names(in: scratch.path) == ["inside"])
    }

    /// Writing through a link to a place that is not granted replaces the link.
    @Test func aLinkIsReplacedNotFollowed() async throws {
        let scratch = try Scratch()
        let inside = scratch.path + "/inside"
        mkdir(inside, 0o777)
        symlink(scratch.path + "/target", inside + "/link")
        let grants = LuaGrants(
            readable: LuaFileRoots([inside]), writable: LuaFileRoots([inside]))
        let text = try await Fixture.value(
            "local files, p = require 'files', ... files.write(p, 'x') return files.read(p)",
            inside + "/link", grants: grants)
        #expect(text == "x")
        #expect(try FilesTests.names(in: scratch.path) == ["inside"])
    }

    @Test func aFileThatIsGrantedByItselfMayBeReplaced() async throws {
        let scratch = try Scratch()
        let file = scratch.path + "/one.txt"
        let grants = LuaGrants(readable: LuaFileRoots([file]), writable: LuaFileRoots([file]))
        let script = """
            local files, p = require "files", ...
            files.write(p, "1") files.write(p, "2")
            return { files.read(p), (pcall(files.write, p .. "x", "3")) }
            """
        #expect(try await Fixture.value(script, file, grants: grants) == ["2", false])
        #expect(try FilesTests.names(in: scratch.path) == ["one.txt"])
    }

    @Test func aFullDiskLeavesTheOldFile() async throws {
        let script = """
            local files, p = require "files", ...
            local ok, e = pcall(files.write, p, ("x"):rep(1 << 16))
            return { ok, e.code, tostring(e) }
            """
        // /dev/full takes no byte; as a file of its own it cannot be replaced, so the append is asked.
        let append = "require('files').append('/dev/full', ('x'):rep(1 << 16))"
        #expect(
            try await Fixture.failure(append, grants: .all)
                == "failed files.append: cannot write /dev/full: No space left on device")
        #expect(
            try await Fixture.value(script, "/proc/none/x", grants: .all)
                == [false, "failed", "files.write: cannot write /proc/none/x: no such file"])
    }

    private static func names(in path: String) throws -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
