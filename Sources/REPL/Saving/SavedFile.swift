import Glibc

/// Writes text to a file that the user named.
public enum SavedFile {
    public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        case exists(String)
        case failed(String, why: String)

        public var description: String {
            switch self {
            case .exists(let path): "\(path) exists; say so to replace it, or give another name"
            case .failed(let path, let why): "\(path): \(why)"
            }
        }
    }

    /// Writes a new file; one that exists is replaced at once, and only if `replaces` says so.
    /// - Parameter mode: what others may do with it, before the umask.
    public static func write(
        _ text: String, to path: String, replaces: Bool, mode: mode_t = 0o666
    ) throws(Problem) {
        guard replaces else { return try write(text, anewAt: path, mode: mode) }
        // Through a link to the file that it stands for, which keeps its rights.
        let aim = realpath(path, nil).map { found in
            defer { free(found) }
            return String(cString: found)
        }
        guard let aim else { return try write(text, anewAt: path, mode: mode) }
        var facts = stat()
        guard stat(aim, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw .failed(path, why: "not a regular file")
        }
        let fresh = "\(aim).new-\(getpid())"
        try write(text, anewAt: fresh, mode: 0o600)
        guard chmod(fresh, facts.st_mode & 0o7777) == 0, rename(fresh, aim) == 0 else {
            let why = String(cString: strerror(errno))
            _ = unlink(fresh)
            throw .failed(path, why: why)
        }
    }

    private static func write(_ text: String, anewAt path: String, mode: mode_t) throws(Problem) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw .exists(path) }
            throw .failed(path, why: String(cString: strerror(errno)))
        }
        var rest = Array(text.utf8)[...]
        var failure: CInt?
        while !rest.isEmpty && failure == nil {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { failure = errno }
        }
        if close(descriptor) != 0 && failure == nil { failure = errno }
        guard let failure else { return }
        _ = unlink(path)
        throw .failed(path, why: String(cString: strerror(failure)))
    }
}
