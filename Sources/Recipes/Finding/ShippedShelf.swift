/// The recipes that are part of this program.
public struct ShippedShelf: RecipeShelf {
    public init() {}

    public var origin: RecipeProvenance { .shipped }

    public func names() -> [RecipeName] {
        ShippedRecipes.files.compactMap { RecipeName("\($0.name)") }
    }

    public func source(
        _ name: RecipeName, headerOnly: Bool
    ) throws(RecipeError) -> RecipeSource? {
        guard name.owner == nil,
            let file = ShippedRecipes.files.first(where: { "\($0.name)" == name.name })
        else { return nil }
        let text = file.text.withUTF8Buffer { Array($0) }
        return try RecipeSource(file: text, path: "\(name).lua", form: .shipped)
    }
}
