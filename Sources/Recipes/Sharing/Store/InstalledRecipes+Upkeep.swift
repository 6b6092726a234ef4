import Glibc

extension InstalledRecipes {
    /// Forgets names, and removes files that no name stands for any more.
    /// - Throws: ``SharingError`` `notFound`, before anything was changed, for a name that is not there.
    public func remove(_ names: [RecipeName]) throws(SharingError) {
        var lock = try lock()
        let installed = try store.installed()
        for name in names where installed[name] == nil && lock?[name] == nil {
            throw SharingError(.notFound, "\(name) is not installed")
        }
        try store.update { (list) throws(SharingError) in
            for name in names { list[name] = nil }
        }
        if lock != nil {
            for name in names { lock?[name] = nil }
            try lock?.write(lockPath)
        }
        try store.removeUnused()
    }

    /// Everything that has a name here: by the lock where there is one, else what is installed.
    public func pins() throws(SharingError) -> [RecipePin] {
        if let lock = try lock() { return lock.recipes }
        return try store.installed().recipes
    }

    /// Writes the files of all recipes in the lock into the project, for machines without a network.
    /// - Returns: the folders.
    public func vendor() throws(SharingError) -> [String] {
        guard let lock = try lock() else {
            throw SharingError(.notFound, "there is no \(RecipeLock.fileName) here")
        }
        var folders: [String] = []
        for pin in lock.recipes {
            guard let tree = try store.tree(pin.tree) else {
                throw SharingError(
                    .notFound, "\(pin.name) is not in the store. Run: tavlua recipes install")
            }
            let folder = vendorFolder(of: pin.name)
            try WholeFile.removeAll(folder)
            try tree.write(to: folder, mode: 0o644)
            folders.append(folder)
        }
        return folders
    }
}

extension RecipeTree {
    /// Writes the files into a folder, which is made.
    func write(to folder: String, mode: mode_t) throws(SharingError) {
        try WholeFile.makeFolders(folder)
        for file in files {
            let path = "\(folder)/\(file.path)"
            try WholeFile.makeFolders(
                String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
            try WholeFile.create(file.bytes, at: path, mode: mode)
        }
    }
}
