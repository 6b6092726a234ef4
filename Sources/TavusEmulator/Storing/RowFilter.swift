import GRDB

/// Which rows a list or a count means, as SQL conditions joined by AND.
struct RowFilter {
    private var conditions: [String]
    private var arguments: StatementArguments

    /// - Parameter kind: a name of the catalogue. It stands in the text, since SQLite takes an index of one
    ///   kind only where it reads that kind.
    init(kind: String) {
        conditions = ["kind = '\(kind)'", "is_deleted = 0"]
        arguments = []
    }

    var sql: (condition: String, arguments: StatementArguments) {
        (conditions.joined(separator: " AND "), arguments)
    }

    mutating func require(_ condition: String, _ values: StatementArguments = []) {
        conditions.append(condition)
        arguments += values
    }

    mutating func require(_ column: String, isOneOf values: [String]) {
        guard !values.isEmpty else { return requireNothing() }
        let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
        require("\(column) IN (\(places))", StatementArguments(values))
    }

    /// For a filter value that no row can have.
    mutating func requireNothing() { require("0") }

    mutating func require(isStock: Bool) { require(isStock ? "is_stock = 1" : "is_stock = 0") }

    mutating func require(member: String, is value: String) {
        require("json_extract(body, '$.\(member)') = ?", [value])
    }

    mutating func require(variant: String) { require("variant = ?", [variant]) }

    /// Documents, objectives and guardrails search by `name_or_uuid`: part of a name, or the id.
    mutating func require(nameOrID text: String) {
        require("(id = ? OR instr(lower(name), lower(?)) > 0)", [text, text])
    }

    /// Rows whose `tags` hold at least one of these.
    mutating func require(anyTag tags: [String], in member: String = "tags") {
        let places = Array(repeating: "?", count: tags.count).joined(separator: ", ")
        require(
            "EXISTS (SELECT 1 FROM json_each(body, '$.\(member)') WHERE value IN (\(places)))",
            StatementArguments(tags))
    }

    mutating func require(unsettledAt now: Double) { require("settles_at > ?", [now]) }

    mutating func require(settledAt now: Double) { require("settles_at <= ?", [now]) }
}
