import Recipes

extension RecipeFinder {
    /// The project's folder `recipes`, what is installed, and what is part of this program.
    static var standard: RecipeFinder {
        RecipeFinder(shelves: [
            FolderShelf.own("recipes"), FolderShelf.vendored("recipes"), ShippedShelf(),
        ])
    }
}
