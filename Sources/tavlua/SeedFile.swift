import Glibc
import JSONValue
import LuaHost

/// A file of rows for `tavus.emulator.seed("rows.json")`: an object of lists by resource, as `seed{…}` takes it.
enum SeedFile {
    struct Problem: Error, Equatable {
        let why: String
    }

    /// A mistaken path to a video must not be read into memory.
    static let maxBytes = 16 << 20

    /// - Throws: ``Problem``, and what ``LuaGrants/open(_:for:)`` throws for a file that may not be read.
    static func rows(at path: String, _ grants: LuaGrants) throws -> JSONObject {
        let file = try grants.open(path, for: .reading)
        defer { close(file) }
        let text = try bytes(of: file)
        do throws(JSONParseError) {
            if let rows = try JSONValue(parsing: text).objectValue { return rows }
        } catch {
            throw Problem(why: "line \(error.line), column \(error.column): \(error.reason)")
        }
        throw Problem(why: "expected an object of lists, such as { \"personas\": [ … ] }")
    }

    private static func bytes(of file: Int32) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Problem(why: String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= maxBytes else {
                throw Problem(why: "larger than \(maxBytes >> 20) MiB")
            }
        }
    }
}
