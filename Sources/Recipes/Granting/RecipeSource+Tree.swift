extension RecipeSource {
    /// The hash of its files: what a grant is for, and what a plan was made from.
    /// - Throws: ``SharingError`` for a folder that is none of a recipe, such as one with links.
    public func treeHash() throws(SharingError) -> TreeHash {
        guard form == .folder else { return try RecipeTree(script: code).hash }
        return try RecipeFolder.read(path).hash
    }
}
