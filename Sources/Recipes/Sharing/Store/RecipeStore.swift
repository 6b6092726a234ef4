import Glibc

/// The recipes of this machine: `$XDG_DATA_HOME/tavlua/recipes/sha256-…/`, each folder named for its content and
/// read-only, and `installed.json`, which says what names stand for.
///
/// A folder comes to its place by one rename, after everything in it is on disk: whoever is killed in the middle
/// leaves a `.new-…` behind, which the next one removes. Writers hold a lock, readers need none.
public struct RecipeStore: Sendable {
    public let root: String

    public init(root: String) { self.root = root }

    private var listPath: String { root + "/installed.json" }

    public func folder(of hash: TreeHash) -> String { "\(root)/\(hash)" }

    /// What is installed.
    public func installed() throws(SharingError) -> RecipeLock {
        try RecipeLock.read(listPath) ?? RecipeLock()
    }

    /// The files of a hash, checked against it.
    /// - Returns: nil where they are not in the store.
    /// - Throws: ``SharingError`` `integrity` where they are not what the hash says.
    public func tree(_ hash: TreeHash) throws(SharingError) -> RecipeTree? {
        let path = folder(of: hash)
        guard access(path, F_OK) == 0 else { return nil }
        let tree: RecipeTree
        do throws(SharingError) {
            tree = try RecipeFolder.read(path)
        } catch {
            throw SharingError(.integrity, "the files of \(hash.short) were changed: \(error)")
        }
        guard tree.hash == hash else {
            throw SharingError(
                .integrity,
                "the files of \(hash.short) were changed: they are \(tree.hash.short) now. Run:"
                    + " tavlua recipes install")
        }
        return tree
    }

    /// Stores the files of a recipe, unless they are there, whole.
    public func put(_ tree: RecipeTree) throws(SharingError) {
        try locked { () throws(SharingError) in
            let place = folder(of: tree.hash)
            if isWhole(tree.hash) { return }
            try WholeFile.removeAll(place)
            let fresh = "\(root)/.new-\(getpid())"
            try write(tree, to: fresh)
            guard rename(fresh, place) == 0 else { throw FileFault.writing(place) }
            try sync(root)
        }
    }

    /// Changes what names stand for.
    public func update(
        _ change: (inout RecipeLock) throws(SharingError) -> Void
    ) throws(SharingError) {
        try locked { () throws(SharingError) in
            var list = try installed()
            try change(&list)
            try list.write(listPath)
        }
    }

    /// Removes the files that no name stands for.
    public func removeUnused() throws(SharingError) {
        try locked { () throws(SharingError) in
            let used = Set(try installed().recipes.map(\.tree.description))
            for name in try names() where TreeHash(name) != nil && !used.contains(name) {
                try WholeFile.removeAll("\(root)/\(name)")
            }
        }
    }

    private func isWhole(_ hash: TreeHash) -> Bool {
        do { return try tree(hash) != nil } catch { return false }
    }

    private func write(_ tree: RecipeTree, to folder: String) throws(SharingError) {
        var folders: Set<String> = []
        try WholeFile.makeFolders(folder)
        for file in tree.files {
            let path = "\(folder)/\(file.path)"
            let above = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            if above != folder && folders.insert(above).inserted {
                try WholeFile.makeFolders(above)
            }
            try WholeFile.create(file.bytes, at: path, mode: 0o444)
        }
        for folder in folders { try sync(folder) }
        try sync(folder)
        // Last, as nothing could be added to read-only folders.
        for folder in folders.sorted(by: >) + [folder] { chmod(folder, 0o555) }
    }

    private func sync(_ folder: String) throws(SharingError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault.reading(folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault.writing(folder) }
    }

    private func names() throws(SharingError) -> [String] {
        guard let listing = opendir(root) else { throw FileFault.reading(root) }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                        String(cString: $0)
                    }
                })
        }
        return names
    }

    /// Alone with the store. Nothing is fetched meanwhile, so others wait for moments.
    private func locked(_ body: () throws(SharingError) -> Void) throws(SharingError) {
        try WholeFile.makeFolders(root)
        let path = root + "/.lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw FileFault.writing(path) }
        defer { close(file) }
        while flock(file, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FileFault.writing(path) }
        }
        // Whoever left one holds no lock any more, so nobody works in it.
        for name in try names() where name.hasPrefix(".new-") {
            try WholeFile.removeAll("\(root)/\(name)")
        }
        try body()
    }
}
