import Glibc

/// Files that are there whole or not at all.
enum WholeFile {
    /// Writes beside the place and renames: a lost machine leaves the old file or the new one.
    static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t = 0o644
    ) throws(SharingError) {
        let fresh = "\(path).new-\(getpid())"
        unlink(fresh)  // of a process of the same number that was lost
        do throws(SharingError) {
            try create(bytes, at: fresh, mode: mode)
            guard rename(fresh, path) == 0 else { throw FileFault.writing(path) }
        } catch {
            unlink(fresh)
            throw error
        }
    }

    /// Writes a file that was not there.
    static func create(_ bytes: [UInt8], at path: String, mode: mode_t) throws(SharingError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw FileFault.writing(path) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw FileFault.writing(path)
            }
        }
        guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw FileFault.writing(path) }
    }

    /// Makes a folder and those above it.
    static func makeFolders(_ path: String, mode: mode_t = 0o755) throws(SharingError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, mode) != 0 && errno != EEXIST { throw FileFault.writing(made) }
        }
    }

    /// Removes what is there, read-only or not. What is gone already is no fault.
    static func removeAll(_ path: String) throws(SharingError) {
        guard let listing = opendir(path) else {
            if errno == ENOTDIR || errno == ELOOP { unlink(path) }
            return
        }
        defer { closedir(listing) }
        fchmod(dirfd(listing), 0o700)
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let inner = path + "/" + name
            if unlinkat(dirfd(listing), name, 0) == 0 { continue }
            var facts = stat()
            if lstat(inner, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR {
                try removeAll(inner)
            } else if errno != ENOENT {
                throw FileFault.writing(inner)
            }
        }
        guard rmdir(path) == 0 || errno == ENOENT else { throw FileFault.writing(path) }
    }
}
