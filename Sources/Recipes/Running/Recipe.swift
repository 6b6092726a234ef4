/// A recipe: its files and what its header says.
public struct Recipe: Sendable {
    public let source: RecipeSource
    public let manifest: RecipeManifest
    /// What a run says of the header and goes on, such as keys of a later release.
    public let warnings: [RecipeProblem]

    /// - Throws: ``RecipeError`` with all that is wrong with the header, where something is an error.
    public init(_ source: RecipeSource) throws(RecipeError) {
        let (manifest, problems) = RecipeManifest.read(source.header)
        guard let manifest else {
            // With the warnings: a key that is misspelt is why another one is missing.
            throw RecipeError(.recipe, problems)
        }
        self.source = source
        self.manifest = manifest
        warnings = problems
    }
}
