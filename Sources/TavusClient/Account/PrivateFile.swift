import Glibc
import TavusAPI

/// Reads files that hold keys, as ssh does: refused when anyone else could read them.
package enum PrivateFile {
    /// No key and no profile is larger; a mistaken path to a video must not be read into memory.
    private static let maxBytes = 16_384

    /// The text of a regular file of this user (or of root) that nobody else can read.
    package static func text(at path: String, what: String) throws(ConfigurationError) -> String {
        func refusal(_ why: String) -> ConfigurationError {
            ConfigurationError(
                .configuration, "\(what) \(DisplayText.safe(path, limit: 200)): \(why)")
        }
        // O_NONBLOCK: a FIFO at this path must be refused below, not waited for.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw refusal(String(cString: strerror(errno))) }
        defer { close(file) }
        // Rights are read from the open file: the path could name another one a moment later.
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw refusal(String(cString: strerror(errno))) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw refusal("not a regular file") }
        guard facts.st_uid == geteuid() || facts.st_uid == 0 else {
            throw refusal("belongs to another user")
        }
        guard facts.st_mode & 0o077 == 0 else {
            throw refusal(
                "others may read it (mode \(octal(facts.st_mode & 0o777))). Run: chmod 600 "
                    + DisplayText.safe(path, limit: 200))
        }
        guard facts.st_size <= maxBytes else { throw refusal("larger than \(maxBytes) bytes") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: maxBytes)
        while bytes.count <= maxBytes {
            let count = read(file, &chunk, chunk.count)
            guard count >= 0 else { throw refusal(String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw refusal("not UTF-8 text")
        }
        return text
    }

    private static func octal(_ mode: mode_t) -> String { "0" + String(mode, radix: 8) }
}
