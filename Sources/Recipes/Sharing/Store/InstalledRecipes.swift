import Glibc

/// What names of recipes stand for, here: in this project, then on this machine.
public struct InstalledRecipes: Sendable {
    public let store: RecipeStore
    /// The folder of `tavlua.lock`: the nearest one above that has such a file, else where one stands.
    public let project: String

    public init(store: RecipeStore, workingFolder: String) {
        self.store = store
        var folder = workingFolder
        while access("\(folder)/\(RecipeLock.fileName)", F_OK) != 0 {
            guard folder.count > 1, let slash = folder.lastIndex(of: "/") else {
                folder = workingFolder
                break
            }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
        project = folder
    }

    public var lockPath: String { "\(project)/\(RecipeLock.fileName)" }

    /// - Returns: nil where the project has no lock.
    public func lock() throws(SharingError) -> RecipeLock? { try RecipeLock.read(lockPath) }

    /// Where `recipes vendor` puts a recipe.
    public func vendorFolder(of name: RecipeName) -> String { "\(project)/recipes/\(name)" }

    /// Finds a recipe by its name and checks its files, every time: what runs is what was agreed to.
    ///
    /// The lock of the project decides, if it has the name; then the files may stand in the project (`recipes
    /// vendor`) or in the store. Without it, what is installed.
    /// - Returns: nil for a name that nobody knows here.
    /// - Throws: ``SharingError`` `integrity` where files are not what the lock says, `notFound` where they are
    ///   missing.
    public func open(_ name: RecipeName) throws(SharingError) -> InstalledRecipe? {
        if let pin = try lock()?[name] { return try locked(pin) }
        return try store.installed()[name].map { pin throws(SharingError) in try stored(pin) }
    }

    /// The same for many: each with its files, or with what is wrong with them.
    public func check(
        _ pins: [RecipePin]
    ) throws(SharingError) -> [(pin: RecipePin, result: Result<InstalledRecipe, SharingError>)] {
        let lock = try lock()
        return pins.map { pin in
            let result = Result { () throws(SharingError) -> InstalledRecipe in
                guard let wanted = lock?[pin.name] else { return try stored(pin) }
                return try locked(wanted)
            }
            return (pin, result)
        }
    }

    private func locked(_ pin: RecipePin) throws(SharingError) -> InstalledRecipe {
        let folder = vendorFolder(of: pin.name)
        return access(folder, F_OK) == 0 ? try vendored(pin, in: folder) : try stored(pin)
    }

    /// Where the files of each recipe are, unchecked, in the order of their names.
    func folders() throws(SharingError) -> [(name: RecipeName, path: String)] {
        var folders: [RecipeName: String] = [:]
        for pin in try store.installed().recipes { folders[pin.name] = store.folder(of: pin.tree) }
        for pin in try lock()?.recipes ?? [] {
            let vendored = vendorFolder(of: pin.name)
            folders[pin.name] =
                access(vendored, F_OK) == 0 ? vendored : store.folder(of: pin.tree)
        }
        return folders.map { ($0.key, $0.value) }.sorted { "\($0.name)" < "\($1.name)" }
    }

    private func vendored(
        _ pin: RecipePin, in folder: String
    ) throws(SharingError) -> InstalledRecipe {
        let tree = try RecipeFolder.read(folder)
        guard tree.hash == pin.tree else {
            throw SharingError(
                .integrity,
                "\(pin.name): the files in \(folder) are \(tree.hash.short), and \(lockPath) wants"
                    + " \(pin.tree.short). Run: tavlua recipes vendor")
        }
        return InstalledRecipe(pin: pin, tree: tree, folder: folder)
    }

    private func stored(_ pin: RecipePin) throws(SharingError) -> InstalledRecipe {
        do throws(SharingError) {
            guard let tree = try store.tree(pin.tree) else {
                throw SharingError(
                    .notFound, "\(pin.tree.short) is not installed. Run: tavlua recipes install")
            }
            return InstalledRecipe(pin: pin, tree: tree, folder: store.folder(of: pin.tree))
        } catch {
            throw error.within("\(pin.name)")
        }
    }
}

/// A recipe whose files were checked a moment ago.
public struct InstalledRecipe: Sendable {
    public let pin: RecipePin
    /// The checked bytes: what runs should come from here, not from the folder again.
    public let tree: RecipeTree
    public let folder: String
}
