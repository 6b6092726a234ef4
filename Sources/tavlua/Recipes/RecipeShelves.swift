import Recipes

extension RecipeFinder {
    /// The project's folder `recipes`, what is installed, and what is part of this program. What the lock names
    /// is checked against it before anything of that name is looked for elsewhere.
    static var standard: RecipeFinder { standard(folder: "recipes") }

    /// The same wherever the process works later.
    static var standardHere: RecipeFinder { standard(folder: WorkingFolder.absolute("recipes")) }

    private static func standard(folder: String) -> RecipeFinder {
        RecipeFinder(shelves: [
            FolderShelf.own(folder), InstalledShelf(SharingPlaces().library),
            FolderShelf.vendored(folder), ShippedShelf(),
        ])
    }
}
