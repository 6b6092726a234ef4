/// A place with recipes by name.
public protocol RecipeShelf: Sendable {
    var origin: RecipeProvenance { get }
    /// Every name here, without reading the recipes.
    func names() throws(RecipeError) -> [RecipeName]
    /// - Parameter headerOnly: leaves the code unread.
    /// - Returns: nil where there is none of this name.
    func source(_ name: RecipeName, headerOnly: Bool) throws(RecipeError) -> RecipeSource?
    /// All that is here with no more than headers, to be listed: what runs comes from ``source(_:headerOnly:)``,
    /// which may check it.
    func headers() throws(RecipeError) -> [ShelvedHeader]
}

/// What a shelf has under a name: nil where that is no recipe, or why it cannot be read.
public struct ShelvedHeader: Sendable {
    public let name: RecipeName
    public let source: Result<RecipeSource?, RecipeError>

    init(_ name: RecipeName, _ read: () throws(RecipeError) -> RecipeSource?) {
        self.name = name
        source = Result(catching: read)
    }
}

extension RecipeShelf {
    public func headers() throws(RecipeError) -> [ShelvedHeader] {
        try names().map { name in
            ShelvedHeader(name) { () throws(RecipeError) in
                try source(name, headerOnly: true)
            }
        }
    }
}
