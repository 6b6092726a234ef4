import Recipes

extension RecipeFinder {
    /// The project's folder `recipes`, what is installed, and what is part of this program. What the lock names
    /// is checked against it before anything of that name is looked for elsewhere.
    static var standard: RecipeFinder {
        RecipeFinder(shelves: [
            FolderShelf.own("recipes"), InstalledShelf(SharingPlaces().library),
            FolderShelf.vendored("recipes"), ShippedShelf(),
        ])
    }
}
