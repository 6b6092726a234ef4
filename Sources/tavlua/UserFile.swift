import Glibc

/// Reads a file that a user may have written, and that decides what this program does.
enum UserFile {
    struct Problem: Error, Equatable {
        var why: String
    }

    /// No settings are larger; a mistaken link to a video must not be read into memory.
    private static let maxBytes = 1 << 20

    /// The text; nil where there is no file.
    static func text(at path: String) throws(Problem) -> String? {
        guard let file = try opened(path) else { return nil }
        defer { close(file.descriptor) }
        guard file.size <= maxBytes else { throw Problem(why: "larger than \(maxBytes) bytes") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= maxBytes {
            let count = read(file.descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Problem(why: String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        // toml++ is given a C string.
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Problem(why: "not UTF-8 text")
        }
        return text
    }

    /// Whether there is such a file; one that others could have written is a problem.
    static func isTrusted(at path: String) throws(Problem) -> Bool {
        guard let file = try opened(path) else { return false }
        close(file.descriptor)
        return true
    }

    private static func opened(
        _ path: String
    ) throws(Problem) -> (descriptor: CInt, size: Int)? {
        // O_NONBLOCK: a FIFO must be refused below, not waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Problem(why: String(cString: strerror(errno)))
        }
        var facts = stat()
        _ = fstat(descriptor, &facts)
        if let why = distrust(of: facts) {
            close(descriptor)
            throw Problem(why: why)
        }
        return (descriptor, Int(facts.st_size))
    }

    private static func distrust(of facts: stat) -> String? {
        guard facts.st_mode & S_IFMT == S_IFREG else { return "not a regular file" }
        guard facts.st_uid == geteuid() || facts.st_uid == 0 else {
            return "belongs to another user, so it is not used"
        }
        // Not the group: with a group for each user, files are writable by it and by nobody else.
        let isOpen = facts.st_mode & 0o002 != 0
        return isOpen ? "everybody may write it, so it is not used. Run: chmod o-w on it" : nil
    }
}
