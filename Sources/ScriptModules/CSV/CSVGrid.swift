import JSONValue

/// Rows of a script as cells under columns.
struct CSVGrid {
    /// The line of names: one, or none where the rows are lists.
    let head: [[JSONValue]]
    let rows: [[JSONValue]]

    /// - Parameter columns: which members, in this order; without them all that occur: those of the first
    ///   row in the order of the alphabet (Lua's tables have none), then what later rows add.
    init(_ value: JSONValue, columns: [String]?) throws(ModuleError) {
        guard let items = value.arrayValue ?? (value == [:] ? [] : nil) else {
            throw ModuleError(
                .invalidArgument, in: "csv.encode", "rows must be a list of tables, not one table")
        }
        if !items.isEmpty, items.allSatisfy({ $0.arrayValue != nil }) {
            head = columns.map { [$0.map { .string($0) }] } ?? []
            rows = items.compactMap(\.arrayValue)
            return
        }
        var members: [JSONObject] = []
        for (index, item) in items.enumerated() {
            guard let object = item.objectValue ?? (item == [] ? [:] : nil) else {
                throw ModuleError(
                    .invalidArgument, in: "csv.encode",
                    "row \(index + 1) is neither a table of fields nor, as the others, a list")
            }
            members.append(object)
        }
        let columns = columns ?? Self.columns(of: members)
        head = [columns.map { .string($0) }]
        rows = members.map { row in columns.map { row[$0] ?? .null } }
    }

    private static func columns(of rows: [JSONObject]) -> [String] {
        var columns: [String] = []
        var seen: Set<String> = []
        for row in rows {
            for name in row.keys.sorted() where seen.insert(name).inserted { columns.append(name) }
        }
        return columns
    }
}
