import Glibc
import TavusAPI

/// Reads whole files of bounded size.
enum FileBytes {
    /// - Returns: the bytes; nil where there is no file.
    /// - Throws: ``SharingError``; `file` for what cannot be read, `refused` for what is too large or no
    ///   regular file.
    static func at(_ path: String, upTo limit: Int) throws(SharingError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileFault.reading(path)
        }
        defer { close(file) }
        var facts = stat()
        fstat(file, &facts)
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw SharingError(.refused, "\(DisplayText.safe(path, limit: 200)) is no regular file")
        }
        return try read(file, path, upTo: limit)
    }

    static func read(
        _ file: CInt, _ path: String, upTo limit: Int
    ) throws(SharingError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault.reading(path) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= limit else {
                throw SharingError(
                    .refused,
                    "\(DisplayText.safe(path, limit: 200)) is too large: a recipe has at most 8 MiB"
                )
            }
        }
    }
}

/// What the system said about a file.
enum FileFault {
    static func reading(_ path: String) -> SharingError { fault("read", path) }
    static func writing(_ path: String) -> SharingError { fault("write", path) }

    private static func fault(_ what: String, _ path: String) -> SharingError {
        let number = errno
        let why = String(cString: strerror(number))
        let kind: SharingError.Kind = number == ENOENT && what == "read" ? .notFound : .file
        return SharingError(kind, "cannot \(what) \(DisplayText.safe(path, limit: 200)): \(why)")
    }
}
