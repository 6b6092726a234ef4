import JSONValue

/// A tree of files that has a header: what can be installed, packed and signed.
public struct SharedRecipe: Sendable {
    public let tree: RecipeTree
    public let manifest: RecipeManifest

    /// Reads the header; nothing of the recipe is run.
    /// - Throws: ``SharingError`` `refused`, with every problem of the header.
    public init(_ tree: RecipeTree) throws(SharingError) {
        self.tree = tree
        do throws(RecipeError) {
            manifest = try RecipeManifest(tree.header())
        } catch {
            throw SharingError(.refused, error.description)
        }
    }

    public var permissions: RecipePermissions { manifest.permissions }

    /// What a lock says of it.
    public func pin(source: String, resolved: String, signer: SigningKey?) -> RecipePin {
        RecipePin(
            name: manifest.name, version: manifest.version, source: source, resolved: resolved,
            tree: tree.hash, permissions: permissions.sha256, signer: signer,
            requires: manifest.requires.map(\.description).sorted(), summary: manifest.summary)
    }
}

extension RecipeTree {
    /// The header, of `recipe.toml` or else of `init.lua`.
    /// - Throws: ``RecipeError`` where there is none, or no code.
    func header() throws(RecipeError) -> RecipeHeader {
        guard let code = self[Self.mainPath] else {
            throw RecipeError(.recipe, "it has no init.lua at its top, so it is no recipe")
        }
        guard let toml = self["recipe.toml"] else {
            if let header = try RecipeHeader(of: code, file: Self.mainPath) { return header }
            throw RecipeError(
                .recipe,
                "it has no header, neither a recipe.toml nor a comment [recipe] in init.lua")
        }
        guard let text = String(validating: toml, as: UTF8.self) else {
            throw RecipeError(.recipe, "recipe.toml is no UTF-8 text; save it as UTF-8")
        }
        return RecipeHeader(text, file: "recipe.toml")
    }
}
