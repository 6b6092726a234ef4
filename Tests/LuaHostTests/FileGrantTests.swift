import Glibc
import LuaShim
import Testing

@testable import LuaHost

/// Pitfall 21: no link, no `..`, no trick of /proc and no race leads out of a granted folder.
@Suite final class FileGrantTests {
    /// A folder of its own for each test: `granted` and `outside`, with a file `secret` in the latter.
    private let folder: String
    private var granted: String { folder + "/granted" }
    private var grants: LuaGrants {
        LuaGrants(
            readable: LuaFileRoots([granted]), writable: LuaFileRoots([granted + "/out"]))
    }

    init() throws {
        var template = Array("/tmp/grants-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        folder = String(cString: made)
        for name in ["granted", "granted/inner", "granted/out", "outside"] {
            mkdir(folder + "/" + name, 0o755)
        }
        write("granted/file", "mine")
        write("granted/inner/file", "inner")
        write("outside/secret", "secret")
        link("granted/inward", to: "inner/file")
        link("granted/outward", to: "../outside/secret")
        link("granted/absolute", to: folder + "/outside/secret")
        link("granted/folder", to: "../outside")
        link("granted/back", to: "../granted/file")
        link("granted/proc", to: "/proc/self/root")
        link("granted/out/away", to: "../../outside/new")
        link("alias", to: "granted")
        mkfifo(granted + "/pipe", 0o644)
    }

    deinit {
        func removeAll(_ path: String) {
            if let entries = opendir(path) {
                var names: [String] = []
                while let entry = readdir(entries) {
                    names.append(
                        withUnsafePointer(to: &entry.pointee.d_name) {
                            $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                                String(cString: $0)
                            }
                        })
                }
                closedir(entries)
                for name in names where name != "." && name != ".." {
                    if unlink(path + "/" + name) != 0 { removeAll(path + "/" + name) }
                }
            }
            rmdir(path)
        }
        removeAll(folder)
    }

    private func write(_ name: String, _ text: String) {
        let file = open(folder + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
    }

    private func link(_ name: String, to target: String) { symlink(target, folder + "/" + name) }

    private func text(of file: Int32) -> String {
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
    }

    /// What opening a path gives: its text, or why not.
    private func outcome(_ path: String, _ access: LuaFileAccess = .reading) -> String {
        do {
            return text(of: try grants.open(path, for: access))
        } catch is LuaPermissionError {
            return "denied"
        } catch let problem as FileProblem {
            return problem.reason
        } catch {
            return "\(error)"
        }
    }

    @Test func aGrantedFolderHoldsWhateverThePathIs() {
        let expected = [
            "/granted/file": "mine", "/granted/inner/file": "inner", "/granted/inward": "inner",
            "/alias/file": "mine", "/granted/inner/../file": "mine", "/granted/./file": "mine",
            "/granted//file": "mine", "/granted/missing": "no such file",
            "/granted/outward": "denied", "/granted/absolute": "denied",
            "/granted/folder/secret": "denied", "/granted/back": "denied",
            "/granted/../outside/secret": "denied", "/outside/secret": "denied",
            "/granted/proc/etc/passwd": "denied", "/granted/folder/../granted/file": "no such file",
            "/grantedfile": "denied", "/granted/pipe": "it is neither a file nor a folder",
        ]
        let found = expected.keys.map { ($0, outcome(folder + $0)) }
        #expect(Dictionary(uniqueKeysWithValues: found) == expected)
        #expect(outcome("/proc/self/cwd/../../etc/passwd") == "denied")
        #expect(outcome("/etc/passwd") == "denied")
    }

    @Test func aDescriptorOfTheProcessIsNoWayOut() throws {
        let secret = Glibc.open(folder + "/outside/secret", O_RDONLY)
        defer { close(secret) }
        link("granted/descriptor", to: "/proc/self/fd/\(secret)")
        #expect(outcome(granted + "/descriptor") == "denied")
        let grants = LuaGrants(readable: ["/proc"])
        #expect(throws: LuaPermissionError.self) {
            try grants.open("/proc/self/fd/\(secret)", for: .reading)
        }
    }

    @Test func writingNeedsAGrantOfItsOwn() throws {
        #expect(outcome(granted + "/file", .writing) == "denied")
        #expect(outcome(granted + "/out/away", .creating) == "denied")
        #expect(access(folder + "/outside/new", F_OK) != 0)
        #expect(outcome(granted + "/out/new", .writing) == "no such file")
        close(try grants.open(granted + "/out/new", for: .creating))
        #expect(access(granted + "/out/new", F_OK) == 0)
    }

    @Test func aFileCanBeGrantedByItself() throws {
        let grants = LuaGrants(readable: LuaFileRoots([granted + "/file"]))
        #expect(text(of: try grants.open(granted + "/file", for: .reading)) == "mine")
        #expect(throws: LuaPermissionError.self) {
            try grants.open(granted + "/inner/file", for: .reading)
        }
    }

    /// A link in place of the granted folder itself, made after the grant.
    @Test func aRootThatIsReplacedLeadsNowhere() {
        let grants = LuaGrants(readable: LuaFileRoots([granted + "/inner"]))
        rename(granted + "/inner", granted + "/moved")
        link("granted/inner", to: "../outside")
        #expect(throws: LuaPermissionError.self) {
            try grants.open(granted + "/inner/secret", for: .reading)
        }
    }

    @Test func aFolderThatChangesMeanwhileNeverLeadsOut() async {
        let path = folder + "/granted/turning"
        let swapping = Task.detached { [folder] in
            while !Task.isCancelled {
                symlink("../outside", path)
                unlink(path)
                mkdir(path, 0o755)
                rename(folder + "/granted/spare", path + "/secret")
                rename(path + "/secret", folder + "/granted/spare")
                rmdir(path)
            }
        }
        write("granted/spare", "mine")
        for _ in 1...5000 { #expect(outcome(path + "/secret") != "secret") }
        swapping.cancel()
        await swapping.value
    }

    /// What kernels and sandboxes without openat2 get.
    @Test func theWalkWithoutTheKernelsHelpFollowsNoLink() {
        let root = luashim_open_folder(granted)
        defer { close(root) }
        let expected = [
            "file": "mine", "inner/file": "inner", "/inner//file": "inner", "./file": "mine",
            "inward": "refused", "outward": "refused", "folder/secret": "refused",
            "../outside/secret": "refused", "inner/../file": "refused", "missing": "refused",
        ]
        let found = expected.keys.map { path in
            let file = luashim_walk_beneath(root, path, O_RDONLY, 0)
            return (path, file < 0 ? "refused" : text(of: file))
        }
        #expect(Dictionary(uniqueKeysWithValues: found) == expected)
    }
}
