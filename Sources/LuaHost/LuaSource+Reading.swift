import Glibc

extension LuaSource {
    /// The text to compile and the name it goes by.
    func read(
        allowsBinaryChunks: Bool, isInterrupted: () -> Bool
    ) throws -> (text: [UInt8], chunkName: String) {
        switch self {
        case .text(let text, let chunkName):
            return (Array(text.utf8), chunkName)
        case .bytes(let bytes, let chunkName):
            return (bytes, chunkName)
        case .standardInput:
            let text = try readAll(STDIN_FILENO, "standard input", isInterrupted)
            return (Self.withoutFirstComment(text), "=stdin")
        case .file(let path):
            let text = Self.withoutFirstComment(try Self.readFile(path, isInterrupted))
            if text.first == 0x1b, !allowsBinaryChunks {
                throw FileProblem(path: path, reason: "it is compiled Lua, not source text")
            }
            return (text, "@" + path)
        }
    }

    private static func readFile(_ path: String, _ isInterrupted: () -> Bool) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileProblem(path: path, errno: errno) }
        defer { close(file) }
        return try readAll(file, path, isInterrupted)
    }

    /// Skips a byte order mark, and the text of a first line that begins with `#`: its end stays, so
    /// that line numbers are those of the file.
    static func withoutFirstComment(_ text: [UInt8]) -> [UInt8] {
        var rest = text[...]
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        if rest.first == UInt8(ascii: "#") {
            rest = rest.drop { $0 != UInt8(ascii: "\n") }
        }
        return rest.count == text.count ? text : Array(rest)
    }
}

/// Reads to the end, and gives up when the run is interrupted meanwhile.
private func readAll(
    _ file: CInt, _ name: String, _ isInterrupted: () -> Bool
) throws -> [UInt8] {
    let step = 1 << 16
    var bytes: [UInt8] = []
    while true {
        if isInterrupted() { throw LuaCancelled() }
        var result = 0
        let part = [UInt8](unsafeUninitializedCapacity: step) { buffer, count in
            result = Glibc.read(file, buffer.baseAddress, step)
            count = max(0, result)
        }
        let failure = errno
        if result == 0 { return bytes }
        if result < 0, failure != EINTR { throw FileProblem(path: name, errno: failure) }
        bytes += part
    }
}

extension FileProblem {
    init(path: String, errno code: CInt) {
        let reason =
            switch code {
            case ENOENT: "no such file"
            case EISDIR: "it is a folder"
            case EACCES: "permission denied"
            default: String(cString: strerror(code))
            }
        self.init(path: path, reason: reason)
    }
}
