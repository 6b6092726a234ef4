import Glibc

/// Reads files that strangers may have made: regular ones, and not beyond a bound.
public enum BoundedFile {
    /// - Throws: ``RecipeError/Kind/notFound`` where there is nothing.
    public static func isFolder(_ path: String) throws(RecipeError) -> Bool {
        var facts = stat()
        guard !path.utf8.contains(0), stat(path, &facts) == 0 else { throw refusal(path, errno) }
        return facts.st_mode & S_IFMT == S_IFDIR
    }

    /// The whole file.
    public static func read(_ path: String, maxBytes: Int) throws(RecipeError) -> [UInt8] {
        let file = try opened(path)
        defer { close(file) }
        return try read(descriptor: file, path, maxBytes: maxBytes)
    }

    /// All of standard input, whatever it is.
    public static func readStandardInput(maxBytes: Int) throws(RecipeError) -> [UInt8] {
        let bytes = try bytes(of: STDIN_FILENO, "standard input", step: 1 << 16, maxBytes + 1)
        guard bytes.count <= maxBytes else {
            throw RecipeError(.data, "standard input is larger than \(maxBytes >> 20) MiB")
        }
        return bytes
    }

    /// As much as there is, `maxBytes` at most.
    public static func readBeginning(_ path: String, maxBytes: Int) throws(RecipeError) -> [UInt8] {
        let file = try opened(path)
        defer { close(file) }
        return try readBeginning(descriptor: file, path, maxBytes: maxBytes)
    }

    /// The whole of an open file.
    static func read(
        descriptor file: CInt, _ path: String, maxBytes: Int
    ) throws(RecipeError) -> [UInt8] {
        let bytes = try readBeginning(descriptor: file, path, maxBytes: maxBytes + 1)
        guard bytes.count <= maxBytes else {
            let why = "larger than \(maxBytes >> 10) KiB, which no such file is"
            throw RecipeError(.recipe, [RecipeProblem(why, file: path)])
        }
        return bytes
    }

    private static func readBeginning(
        descriptor file: CInt, _ path: String, maxBytes: Int
    ) throws(RecipeError) -> [UInt8] {
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw RecipeError(.notFound, [RecipeProblem("this is not a file", file: path)])
        }
        let size = min(maxBytes, max(4096, Int(facts.st_size) + 1))
        return try bytes(of: file, path, step: size, maxBytes)
    }

    private static func bytes(
        of file: CInt, _ path: String, step: Int, _ maxBytes: Int
    ) throws(RecipeError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < maxBytes {
            var count = 0
            let wanted = min(step, maxBytes - bytes.count)
            bytes += [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                count = Glibc.read(file, buffer.baseAddress, wanted)
                filled = max(0, count)
            }
            if count < 0 && errno != EINTR { throw refusal(path, errno) }
            if count == 0 { break }
        }
        return bytes
    }

    private static func opened(_ path: String) throws(RecipeError) -> CInt {
        guard !path.utf8.contains(0) else { throw refusal(path, ENOENT) }
        // O_NONBLOCK: a FIFO must be refused, not waited for.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw refusal(path, errno) }
        return file
    }

    private static func refusal(_ path: String, _ code: CInt) -> RecipeError {
        let isMissing = code == ENOENT || code == ENOTDIR
        let why = isMissing ? "no such file or folder" : String(cString: strerror(code))
        return RecipeError(
            isMissing ? .notFound : .recipe, [RecipeProblem(why, file: path)])
    }
}
