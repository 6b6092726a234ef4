import Glibc
import TavusAPI

extension PrivateFile {
    /// Writes a file that only this user can read, and makes the folders above it the same way.
    ///
    /// It is written beside its place and brought there whole: a full disk or a lost machine leaves the old file
    /// or the new one. A link in its place is replaced, and not written through.
    package static func write(
        _ text: String, to path: String, what: String, replaces: Bool
    ) throws(ConfigurationError) {
        func refusal(_ number: Int32) -> ConfigurationError {
            let why =
                number == EEXIST ? "it is there already" : String(cString: strerror(number))
            return ConfigurationError(
                .configuration, "cannot write \(what) \(DisplayText.safe(path, limit: 200)): \(why)"
            )
        }
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        if let failure = makeFolders(folder) { throw refusal(failure) }
        let fresh = "\(path).new-\(getpid())"
        unlink(fresh)  // of a process of the same number that was lost
        if let failure = writeAll(text, to: fresh) ?? move(fresh, to: path, replaces: replaces) {
            unlink(fresh)
            throw refusal(failure)
        }
        sync(folder: folder)
    }

    /// - Returns: the error; nil: the folders are there.
    private static func makeFolders(_ path: String) -> Int32? {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0 && errno != EEXIST { return errno }
        }
        return nil
    }

    private static func writeAll(_ text: String, to path: String) -> Int32? {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return errno }
        defer { close(file) }
        // Whatever the umask has taken away.
        guard fchmod(file, 0o600) == 0 else { return errno }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
        }
        return fsync(file) == 0 ? nil : errno
    }

    private static func move(_ fresh: String, to path: String, replaces: Bool) -> Int32? {
        if replaces { return rename(fresh, path) == 0 ? nil : errno }
        // Unlike rename, a link is refused where there is a file.
        guard link(fresh, path) == 0 else { return errno }
        unlink(fresh)
        return nil
    }

    /// Makes the new name last. Without it the file is there all the same, so a failure is none.
    private static func sync(folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
