import Glibc
import TavusAPI

/// Reads the files of a recipe from a folder, without following a link in it.
struct RecipeFolder {
    private let limits: RecipeLimits
    private var files: [RecipeTree.File] = []
    private var bytes = 0

    private init(limits: RecipeLimits) { self.limits = limits }

    /// Everything below it but hidden files and folders.
    /// - Throws: ``SharingError``; `refused` for links and devices, `file` for what cannot be read.
    static func read(
        _ path: String, limits: RecipeLimits = .standard
    ) throws(SharingError) -> RecipeTree {
        // The folder itself may be reached by a link: its name is the user's own.
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FileFault.reading(path) }
        var reader = RecipeFolder(limits: limits)
        try reader.collect(folder, at: "")
        return try RecipeTree(reader.files, limits: limits)
    }

    /// Reads what is in a folder and closes it.
    private mutating func collect(_ folder: CInt, at place: String) throws(SharingError) {
        guard let listing = fdopendir(folder) else {
            close(folder)
            throw FileFault.reading(place)
        }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    String(validatingCString: $0)
                }
            }
            guard let name else {
                throw SharingError(
                    .refused, "a file below \"\(place)\" has a name that is not UTF-8")
            }
            guard !name.hasPrefix(".") else { continue }
            let path = place.isEmpty ? name : place + "/" + name
            if let problem = RecipePath.problem(path, limits: limits) {
                throw SharingError(.refused, problem)
            }
            try take(name, of: folder, as: path)
        }
    }

    private mutating func take(
        _ name: String, of folder: CInt, as path: String
    ) throws(SharingError) {
        // O_NONBLOCK: a FIFO is refused below, and not waited for.
        let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let descriptor = openat(folder, name, flags)
        guard descriptor >= 0 else {
            throw errno == ELOOP
                ? SharingError(.refused, "\(path) is a link") : FileFault.reading(path)
        }
        var facts = stat()
        fstat(descriptor, &facts)
        switch facts.st_mode & S_IFMT {
        case S_IFDIR: try collect(descriptor, at: path)
        case S_IFREG:
            defer { close(descriptor) }
            guard files.count < limits.files else {
                throw SharingError(.refused, "it has more than \(limits.files) files")
            }
            let content = try FileBytes.read(
                descriptor, path, upTo: limits.unpackedBytes - bytes)
            bytes += content.count
            files.append(RecipeTree.File(path: path, bytes: content))
        default:
            close(descriptor)
            throw SharingError(.refused, "\(path) is neither a file nor a folder")
        }
    }
}
