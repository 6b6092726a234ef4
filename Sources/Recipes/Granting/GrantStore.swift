import Glibc
import JSONValue
import TavusClient

/// The grants of a user, in a file for him alone. Two processes may add to it at once.
public struct GrantStore: Sendable {
    private let path: String
    private static let maxBytes = 4 << 20

    /// - Parameter path: such as `$XDG_CONFIG_HOME/tavlua/grants.json`; made with the first grant.
    public init(path: String) { self.path = path }

    /// The grant for these files and this account that has not expired; nil where there is none.
    /// - Throws: ``RecipeError`` for a file that others could have written.
    public func grant(
        tree: String, account: String, now: Int64
    ) throws(RecipeError) -> Grant? {
        try all().first { $0.tree == tree && $0.account == account && $0.expires > now }
    }

    /// Adds a grant in the place of an earlier one; those that have expired go.
    /// - Throws: ``RecipeError`` or ``ConfigurationError``.
    public func add(_ grant: Grant, now: Int64) throws {
        let lock = try Self.lock(path + ".lock")
        defer { close(lock) }
        let kept = try all().filter { old in
            old.expires > now && (old.tree != grant.tree || old.account != grant.account)
        }
        let json: JSONValue = ["format": 1, "grants": .array((kept + [grant]).map(\.json))]
        try PrivateFile.write(
            json.serialized(.pretty) + "\n", to: path, what: "the grants", replaces: true)
    }

    private func all() throws(RecipeError) -> [Grant] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw refusal(String(cString: strerror(errno)))
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
            facts.st_uid == geteuid() || facts.st_uid == 0, facts.st_mode & 0o022 == 0
        else { throw refusal("others could have written it. Remove it, and grant again") }
        let json: JSONValue
        do {
            json = try JSONValue(
                parsing: try BoundedFile.read(path, maxBytes: Self.maxBytes))
        } catch { throw refusal("it cannot be read: \(error). Remove it, and grant again") }
        return (json["grants"]?.arrayValue ?? []).compactMap { Grant($0) }
    }

    private func refusal(_ why: String) -> RecipeError {
        RecipeError(.configuration, "the grants \(path): \(why)")
    }

    /// Held until its descriptor is closed, also by the end of the process.
    private static func lock(_ path: String) throws -> Int32 {
        var made = ""
        for part in path.split(separator: "/").dropLast() {
            made += "/" + part
            mkdir(made, 0o700)
        }
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0, flock(file, LOCK_EX) == 0 else {
            let why = String(cString: strerror(errno))
            if file >= 0 { close(file) }
            throw RecipeError(.configuration, "cannot lock \(path): \(why)")
        }
        return file
    }
}
