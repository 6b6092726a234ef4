/// A place with recipes by name.
public protocol RecipeShelf: Sendable {
    var origin: RecipeProvenance { get }
    /// Every name here, without reading the recipes.
    func names() throws(RecipeError) -> [RecipeName]
    /// - Parameter headerOnly: leaves the code unread.
    /// - Returns: nil where there is none of this name.
    func source(_ name: RecipeName, headerOnly: Bool) throws(RecipeError) -> RecipeSource?
}
