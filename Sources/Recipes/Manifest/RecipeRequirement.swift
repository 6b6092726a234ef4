import TavusAPI

/// Another recipe that a recipe uses: `owner/name@range`, any version without a range.
public struct RecipeRequirement: Sendable, Hashable, CustomStringConvertible {
    public let name: RecipeName
    public let range: VersionRange

    public init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = RecipeName(String(parts[0])),
            let range = parts.count == 2 ? VersionRange(String(parts[1])) : .any
        else { return nil }
        self.name = name
        self.range = range
    }

    public var description: String { range == .any ? "\(name)" : "\(name)@\(range)" }

    static func list(_ reader: inout TableReader) -> [RecipeRequirement] {
        reader.lines("requires").compactMap { text in
            if let requirement = RecipeRequirement(text) { return requirement }
            let shown = DisplayText.safe(text, limit: 60)
            reader.refuse("expected owner/name@^1.2, found \"\(shown)\"", "requires")
            return nil
        }
    }
}
