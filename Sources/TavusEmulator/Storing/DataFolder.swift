import Glibc

/// The data file and its folder, made when missing and readable by their owner alone: bodies may hold
/// keys of the services that a persona calls.
enum DataFolder {
    static func create(for path: String) throws(EmulatorError) {
        let folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var folder = ""
        for name in folders {
            folder += folder.isEmpty && !path.hasPrefix("/") ? String(name) : "/\(name)"
            guard !name.isEmpty else {
                folder = ""
                continue
            }
            if mkdir(folder, 0o700) != 0 && errno != EEXIST {
                throw EmulatorError(
                    "emulator data \(path): cannot make the folder \(folder): "
                        + String(cString: strerror(errno)))
            }
        }
    }

    /// SQLite makes new files readable by all, and gives its log the mode of the database.
    static func createFile(at path: String) {
        // Not one that is there, which keeps its mode: closing it here would drop the locks that another
        // emulator of this process has on it. A link to nothing is followed, as SQLite will follow it.
        var target: CChar = 0
        let isLinkToNothing = readlink(path, &target, 1) >= 0 && access(path, F_OK) != 0
        let exclusive = isLinkToNothing ? 0 : O_EXCL
        let descriptor = open(path, O_RDWR | O_CREAT | exclusive | O_CLOEXEC, 0o600)
        // What cannot be made SQLite will say.
        if descriptor >= 0 { close(descriptor) }
    }
}
