/// How a result is written to standard output.
public enum RecipeOutputFormat: String, Sendable, CaseIterable {
    case table, json, jsonl, csv, tsv, yaml, lua, value

    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}
