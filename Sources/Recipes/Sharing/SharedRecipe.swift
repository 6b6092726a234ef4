import JSONValue

/// A tree of files that has a header: what can be installed, packed and signed.
public struct SharedRecipe: Sendable {
    public let tree: RecipeTree
    public let manifest: RecipeManifest
    public let permissions: RecipePermissions

    /// Reads the header; nothing of the recipe is run.
    /// - Throws: ``SharingError`` `refused`, with every problem of the header.
    public init(_ tree: RecipeTree) throws(SharingError) {
        self.tree = tree
        guard let code = tree[RecipeTree.mainPath] else {
            throw SharingError(.refused, "it has no init.lua at its top, so it is no recipe")
        }
        do throws(RecipeError) {
            let header: RecipeHeader?
            if let toml = tree["recipe.toml"] {
                header = String(validating: toml, as: UTF8.self).map {
                    RecipeHeader($0, file: "recipe.toml")
                }
            } else {
                header = try RecipeHeader(of: code, file: RecipeTree.mainPath)
            }
            guard let header else {
                throw RecipeError(
                    .recipe,
                    "it has no header, neither a recipe.toml nor a comment [recipe] in init.lua")
            }
            manifest = try RecipeManifest(header)
        } catch {
            throw SharingError(.refused, error.description)
        }
        permissions = manifest.permissions
    }

    /// What a lock says of it.
    public func pin(source: String, resolved: String, signer: SigningKey?) -> RecipePin {
        RecipePin(
            name: manifest.name, version: manifest.version, source: source, resolved: resolved,
            tree: tree.hash, permissions: permissions.sha256, signer: signer,
            requires: manifest.requires.map(\.description).sorted(), summary: manifest.summary)
    }
}
