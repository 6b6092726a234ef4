import Glibc
import LuaHost

/// Reads files and folders that are granted.
enum FileReading {
    /// What a script would hold twice: as bytes here, and as a string of its own.
    private static let limit = 256 << 20

    /// All bytes of a file.
    static func bytes(_ path: String, _ grants: LuaGrants, in function: String) throws -> [UInt8] {
        let file = try FileFault.naming(function, "cannot read") {
            try grants.open(path, for: .reading)
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else {
            throw FileFault.error("cannot read", path, in: function)
        }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw FileFault.error("cannot read", path, in: function, number: EISDIR)
        }
        guard facts.st_size <= limit else {
            throw ModuleError(
                .failed, in: function, "cannot read \(path): it is larger than \(limit >> 20) MiB")
        }
        return try all(of: file, path, sized: Int(facts.st_size), in: function)
    }

    private static func all(
        of file: Int32, _ path: String, sized size: Int, in function: String
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 1)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault.error("cannot read", path, in: function) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// What is in a folder, sorted by bytes, without `.` and `..`.
    static func names(
        in path: String, _ grants: LuaGrants, in function: String
    ) throws -> [String] {
        let file = try FileFault.naming(function, "cannot read") {
            try grants.open(path, for: .reading)
        }
        guard let folder = fdopendir(file) else {
            let number = errno
            close(file)
            throw FileFault.error("cannot list", path, in: function, number: number)
        }
        defer { closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw FileFault.error("cannot list", path, in: function) }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    /// Facts of what is at a path, or nil where nothing is. Links are followed, and lead nowhere else
    /// than opening would.
    static func facts(_ path: String, _ grants: LuaGrants, in function: String) throws -> stat? {
        if grants.readable == .all {
            var facts = stat()
            if stat(path, &facts) == 0 { return facts }
            guard errno == ENOENT || errno == ENOTDIR else {
                throw FileFault.error("cannot look at", path, in: function)
            }
            return nil
        }
        try grants.check(.readFile(path))
        do {
            let file = try grants.open(path, for: .reading)
            defer { close(file) }
            var facts = stat()
            return fstat(file, &facts) == 0 ? facts : nil
        } catch is FileProblem {
            return nil
        }
    }
}
