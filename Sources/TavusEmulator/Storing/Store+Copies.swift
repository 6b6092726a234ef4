import GRDB
import Glibc

/// Whole copies of the state: a test sets up once and comes back to it.
extension Store {
    /// Writes everything to a file that is there whole or not at all, in place of what was there.
    ///
    /// - Throws: ``EmulatorError`` with the path.
    func snapshot(to path: String) async throws(EmulatorError) {
        let unfinished = "\(path).\(Identifiers.hex(8))"
        // SQLite fills an empty file; ours is for its owner alone.
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem("snapshot", path, Self.why) }
        Glibc.close(descriptor)
        do {
            try await copy(into: unfinished)
        } catch {
            unlink(unfinished)
            throw Self.problem("snapshot", path, "\(error)")
        }
        guard rename(unfinished, path) == 0 else {
            let why = Self.why
            unlink(unfinished)
            throw Self.problem("snapshot", path, why)
        }
    }

    /// Puts what a snapshot holds in the place of everything, rows and clock, for all processes on
    /// this store.
    ///
    /// - Throws: ``EmulatorError`` with the path, for a file that is none of the emulator's or of a
    ///   newer version; nothing is changed then.
    func restore(from path: String) async throws(EmulatorError) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let source = try DatabaseQueue(path: path, configuration: configuration)
            _ = try await source.read { try Schema.check($0) }
            try await replace(with: source)
            try source.close()
        } catch let error as DatabaseError {
            let isOther = error.resultCode == .SQLITE_NOTADB
            throw Self.problem(
                "restore", path, isOther ? "not an SQLite file" : error.message ?? "\(error)")
        } catch {
            throw Self.problem("restore", path, "\(error)")
        }
    }

    private static var why: String { String(cString: strerror(errno)) }

    private static func problem(_ what: String, _ path: String, _ why: String) -> EmulatorError {
        EmulatorError("\(what) \(path): \(why)")
    }
}
