import Foundation
import LuaHost
import Recipes
import Synchronization
import TavusAPI

/// A folder of one test, made when it is first asked for.
final class ScratchFolder: Sendable {
    private let made = Mutex<String?>(nil)
    /// Of all tests of this process.
    private static let all = Mutex<Set<String>>([])

    /// Those of tests that have not ended, for who ends the program.
    static func removeAll() {
        let paths = all.withLock { all in
            defer { all = [] }
            return all
        }
        for path in paths { remove(path) }
    }

    /// The path of a file in it, or of the folder itself for an empty name.
    /// - Parameter text: written to the file; nil leaves what is there.
    /// - Throws: ``RecipeError`` for a name that leads elsewhere, and for what cannot be written.
    func path(of name: String, text: [UInt8]?) throws -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard name.isEmpty || parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw RecipeError(
                .usage, "scratch: \"\(DisplayText.safe(name, limit: 80))\" leads out of its folder")
        }
        let folder = try folder()
        guard !name.isEmpty else { return folder }
        let path = "\(folder)/\(name)"
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            if let text { try Data(text).write(to: URL(fileURLWithPath: path)) }
        } catch {
            throw RecipeError(.configuration, "scratch: cannot write \(path): \(error)")
        }
        return path
    }

    private func folder() throws -> String {
        try made.withLock { made in
            if let made { return made }
            var template = Array("\(NSTemporaryDirectory())tavlua-test-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                let why = String(cString: strerror(errno))
                throw RecipeError(.configuration, "scratch: cannot make a folder: \(why)")
            }
            let path = String(
                decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            made = path
            _ = Self.all.withLock { $0.insert(path) }
            return path
        }
    }

    func remove() {
        guard let path = made.withLock({ $0 }) else { return }
        _ = Self.all.withLock { $0.remove(path) }
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        // What cannot be removed is the system's to clean: the test has ended.
        do { try FileManager.default.removeItem(atPath: path) } catch {}
    }
}
