import JSONValue

/// A command line that shows a recipe at work.
public struct RecipeExample: Sendable, Hashable {
    /// What stands after `tavlua run`, such as "sweep --older-than 45m".
    public let command: String
    public let summary: String?

    /// `examples = ["…", { run = "…", help = "…" }]`.
    static func list(_ reader: inout TableReader) -> [RecipeExample] {
        guard let value = reader.value("examples") else { return [] }
        let items = value.arrayValue ?? [value]
        let examples = items.compactMap { item -> RecipeExample? in
            if let text = item.stringValue { return RecipeExample(command: text, summary: nil) }
            guard let table = item.objectValue, let run = table["run"]?.stringValue else {
                return nil
            }
            return RecipeExample(command: run, summary: table["help"]?.stringValue)
        }
        if examples.count < items.count {
            reader.refuse(
                "expected command lines, such as [\"sweep --older-than 45m\"]", "examples")
        }
        return examples
    }
}
