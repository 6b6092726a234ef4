import Glibc
import LuaHost

/// Changes files and folders that are granted.
enum FileWriting {
    /// Puts a file with this content in the place of what was there: whole or not at all. The content
    /// stands beside it under another name until it is on the disk.
    static func replace(
        _ path: String, with bytes: [UInt8], _ grants: LuaGrants, in function: String
    ) throws {
        let place = try place(path, grants, in: function)
        var before = stat()
        let isThere = fstatat(place.folder, place.name, &before, AT_SYMLINK_NOFOLLOW) == 0
        if isThere, before.st_mode & S_IFMT == S_IFDIR {
            throw FileFault.error("cannot write", path, in: function, number: EISDIR)
        }
        let part = ".\(place.name.prefix(100)).\(UInt32.random(in: 0 ... .max)).part"
        let mode = isThere && before.st_mode & S_IFMT == S_IFREG ? before.st_mode & 0o777 : 0o666
        let file = openat(place.folder, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw FileFault.error("cannot write", path, in: function) }
        var isWritten = send(bytes, to: file) && fsync(file) == 0
        let number = errno
        isWritten = close(file) == 0 && isWritten
        guard isWritten, renameat(place.folder, part, place.folder, place.name) == 0 else {
            let number = isWritten ? errno : number
            unlinkat(place.folder, part, 0)
            throw FileFault.error("cannot write", path, in: function, number: number)
        }
    }

    /// Adds to the end of a file, which is made if it is not there.
    static func append(
        _ path: String, _ bytes: [UInt8], _ grants: LuaGrants, in function: String
    ) throws {
        let place = try place(path, grants, in: function)
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let file = openat(place.folder, place.name, flags, 0o666)
        guard file >= 0 else { throw FileFault.error("cannot write", path, in: function) }
        defer { close(file) }
        guard send(bytes, to: file) else {
            throw FileFault.error("cannot write", path, in: function)
        }
    }

    /// Makes a folder, and those it is in.
    static func makeFolder(_ path: String, _ grants: LuaGrants, in function: String) throws {
        do {
            try makeOneFolder(path, grants, in: function)
        } catch let error as MissingParent {
            let parent = path.split(separator: "/").dropLast().joined(separator: "/")
            let isAbsolute = path.hasPrefix("/")
            guard !parent.isEmpty else {
                throw FileFault.error("cannot make", error.path, in: function, number: ENOENT)
            }
            try makeFolder((isAbsolute ? "/" : "") + parent, grants, in: function)
            try makeOneFolder(path, grants, in: function)
        }
    }

    private struct MissingParent: Error { let path: String }

    private static func makeOneFolder(
        _ path: String, _ grants: LuaGrants, in function: String
    ) throws {
        do {
            let place = try grants.place(path, for: .writeFile(path))
            guard mkdirat(place.folder, place.name, 0o777) != 0 else { return }
            let number = errno
            var facts = stat()
            if number == EEXIST, fstatat(place.folder, place.name, &facts, 0) == 0,
                facts.st_mode & S_IFMT == S_IFDIR
            {
                return
            }
            throw FileFault.error("cannot make", path, in: function, number: number)
        } catch let problem as FileProblem {
            guard errno == ENOENT else {
                throw ModuleError(.failed, in: function, "cannot make \(path): \(problem.reason)")
            }
            throw MissingParent(path: path)
        }
    }

    /// Removes a file or an empty folder.
    /// - Returns: whether there was one.
    static func remove(_ path: String, _ grants: LuaGrants, in function: String) throws -> Bool {
        let place = try place(path, grants, in: function)
        if unlinkat(place.folder, place.name, 0) == 0 { return true }
        if errno == EISDIR || errno == EPERM,
            unlinkat(place.folder, place.name, AT_REMOVEDIR) == 0
        {
            return true
        }
        guard errno == ENOENT else { throw FileFault.error("cannot remove", path, in: function) }
        return false
    }

    static func rename(
        _ path: String, to other: String, _ grants: LuaGrants, in function: String
    ) throws {
        let from = try place(path, grants, in: function)
        let to = try place(other, grants, in: function)
        guard renameat(from.folder, from.name, to.folder, to.name) == 0 else {
            throw FileFault.error("cannot rename", "\(path) to \(other)", in: function)
        }
    }

    private static func place(
        _ path: String, _ grants: LuaGrants, in function: String
    ) throws -> LuaFilePlace {
        try FileFault.naming(function, "cannot write") {
            try grants.place(path, for: .writeFile(path))
        }
    }

    private static func send(_ bytes: [UInt8], to file: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
