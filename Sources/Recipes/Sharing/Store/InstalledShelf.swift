import Glibc

/// The recipes of others on this machine, each checked against its hash when it is taken off the shelf.
public struct InstalledShelf: RecipeShelf {
    private let recipes: InstalledRecipes

    public init(_ recipes: InstalledRecipes) { self.recipes = recipes }

    public var origin: RecipeProvenance { .installed }

    public func names() throws(RecipeError) -> [RecipeName] {
        do {
            let locked = try recipes.lock()?.recipes ?? []
            let installed = try recipes.store.installed().recipes
            return Set((locked + installed).map(\.name)).sorted { "\($0)" < "\($1)" }
        } catch {
            throw RecipeError(error)
        }
    }

    /// The lock is read once, and no file's hash is taken.
    public func headers() throws(RecipeError) -> [ShelvedHeader] {
        let folders: [(name: RecipeName, path: String)]
        do { folders = try recipes.folders() } catch { throw RecipeError(error) }
        return folders.map { name, folder in
            ShelvedHeader(name) { () throws(RecipeError) in
                guard access(folder, F_OK) == 0 else {
                    throw RecipeError(
                        .notFound, "\(name) is not installed. Run: tavlua recipes install")
                }
                let isAlone = access("\(folder)/recipe.toml", F_OK) != 0
                return try RecipeSource.read(
                    isAlone ? "\(folder)/\(RecipeTree.mainPath)" : folder, headerOnly: true)
            }
        }
    }

    public func source(
        _ name: RecipeName, headerOnly: Bool
    ) throws(RecipeError) -> RecipeSource? {
        let found: InstalledRecipe?
        do {
            found = try recipes.open(name)
        } catch {
            throw RecipeError(error)
        }
        guard let found, let code = found.tree[RecipeTree.mainPath] else { return nil }
        let isAlone = found.tree.files.count == 1
        return RecipeSource(
            form: isAlone ? .file : .folder, path: found.folder,
            root: isAlone ? nil : found.folder, header: try found.tree.header(),
            codePath: "\(found.folder)/\(RecipeTree.mainPath)", code: headerOnly ? [] : code)
    }
}
