import Glibc

/// The folder of the data file, made when missing and readable by its owner alone: bodies may hold
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
}
