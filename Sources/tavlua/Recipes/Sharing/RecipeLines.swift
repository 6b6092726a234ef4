import Recipes
import TavusAPI

/// A recipe in lines for a person, safe for a terminal.
enum RecipeLines {
    /// ```
    /// acme/bulk-videos 1.2.0 · sha256-4f1c0a92… · not signed
    /// It may      create videos (at most 500), read replicas and videos
    /// It may not  delete anything
    /// ```
    static func installed(_ recipe: SharedRecipe, signer: SigningKey?) -> [String] {
        let words = recipe.permissions.words
        let manifest = recipe.manifest
        let seal = signer.map { "signed by \($0.idText)" } ?? "not signed"
        return ["\(manifest.name) \(manifest.version) · \(recipe.tree.hash.short) · \(seal)"]
            + column("It may", words.may.isEmpty ? ["do nothing"] : words.may)
            + (words.mayNot.isEmpty
                ? [] : column("It may not", [words.mayNot.joined(separator: ", ")]))
    }

    private static func column(_ head: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { index, line in
            let label = index == 0 ? head : ""
            return label + String(repeating: " ", count: 12 - label.count) + DisplayText.safe(line)
        }
    }
}
