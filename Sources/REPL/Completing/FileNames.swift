import Glibc
import TavusAPI

/// Names of files and folders that begin as what was typed.
enum FileNames {
    private static let most = 500

    /// - Parameter quote: of the string they stand in, if in one; it is closed after a file, and after a
    ///   folder one goes on.
    static func candidates(_ typed: String, quote: Quoting? = nil) -> [Candidate] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        let start = typed.dropFirst(folder.count)
        guard let stream = opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
        defer { closedir(stream) }
        var found: [Candidate] = []
        while let entry = readdir(stream), found.count < most {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let isHidden = name.first == "." && start.first != "."
            guard name.hasPrefix(start), name != ".", name != "..", !isHidden,
                !name.unicodeScalars.contains(where: DisplayText.isHidden)
            else { continue }
            let isFolder = isFolder(expanded(folder) + name)
            let end = isFolder ? "/" : quote?.end ?? ""
            // What was typed of the folder stays as it was typed.
            found.append(
                Candidate(
                    folder + (quote?.escaped(name) ?? name) + end,
                    label: folder + name + (isFolder ? "/" : ""),
                    kind: isFolder ? "folder" : "file"))
        }
        return found.sorted { $0.label < $1.label }
    }

    private static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
