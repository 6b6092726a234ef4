import Glibc

/// Recipes in a folder: `NAME.lua` and `NAME/`, and with an owner's name `OWNER/NAME.lua` and `OWNER/NAME/`.
public struct FolderShelf: RecipeShelf {
    public let folder: String
    /// Of those with an owner, or of those without one.
    public let origin: RecipeProvenance
    private let hasOwners: Bool

    /// The project's own.
    public static func own(_ folder: String) -> FolderShelf {
        FolderShelf(folder: folder, origin: .own, hasOwners: false)
    }

    /// What others made and the project keeps a copy of.
    public static func vendored(_ folder: String) -> FolderShelf {
        FolderShelf(folder: folder, origin: .installed, hasOwners: true)
    }

    public func names() throws(RecipeError) -> [RecipeName] {
        guard hasOwners else { return try entries(folder).compactMap { name(of: $0, owner: nil) } }
        var names: [RecipeName] = []
        for owner in try entries(folder) where RecipeName(owner)?.owner == nil && isFolder(owner) {
            names += try entries(folder + "/" + owner).compactMap { name(of: $0, owner: owner) }
        }
        return names
    }

    public func source(
        _ name: RecipeName, headerOnly: Bool
    ) throws(RecipeError) -> RecipeSource? {
        guard (name.owner != nil) == hasOwners else { return nil }
        let path = "\(folder)/\(name)"
        for candidate in [path + ".lua", path + "/recipe.toml"] where access(candidate, F_OK) == 0 {
            let file = candidate.hasSuffix(".toml") ? path : candidate
            return try RecipeSource.read(file, headerOnly: headerOnly)
        }
        return nil
    }

    /// Specs lie beside recipes and are none.
    private func name(of entry: String, owner: String?) -> RecipeName? {
        let prefix = owner.map { $0 + "/" } ?? ""
        let path = folder + "/" + prefix + entry
        if entry.hasSuffix(".lua") {
            return RecipeName(prefix + entry.dropLast(4))
        }
        return access(path + "/recipe.toml", F_OK) == 0 ? RecipeName(prefix + entry) : nil
    }

    private func isFolder(_ entry: String) -> Bool {
        var facts = stat()
        return stat(folder + "/" + entry, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// In the order of the alphabet; nothing where there is no such folder.
    private func entries(_ path: String) throws(RecipeError) -> [String] {
        guard let stream = opendir(path) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            let why = String(cString: strerror(errno))
            throw RecipeError(.recipe, [RecipeProblem(why, file: path)])
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
