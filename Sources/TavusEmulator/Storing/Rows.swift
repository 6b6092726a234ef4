import GRDB
import JSONValue

/// Rows in and out of SQLite. Every statement is one of a fixed set, so all are cached; the texts of
/// the frequent ones are made once.
enum Rows {
    private static let columns = """
        kind, id, is_stock, variant, name, created_at, updated_at, begins_at, settles_at, outcome, \
        is_deleted, body, notes
        """

    static func clockOffset(_ database: Database) throws -> Double {
        let statement = try database.cachedStatement(sql: "SELECT clock_offset FROM clock")
        return try Double.fetchOne(statement) ?? 0
    }

    static func advanceClock(by seconds: Double, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE clock SET clock_offset = clock_offset + ?", arguments: [seconds])
    }

    static func find(_ kind: String, _ id: String, _ database: Database) throws -> StoredResource? {
        let statement = try database.cachedStatement(sql: selectOne)
        // A cursor reads the columns where they are, as long as it lives; fetchOne copies the row.
        return try Row.fetchCursor(statement, arguments: [kind, id]).map(StoredResource.init).next()
    }

    private static let selectOne = "SELECT \(columns) FROM resources WHERE kind = ? AND id = ?"

    static func insert(_ row: StoredResource, _ database: Database) throws {
        let statement = try database.cachedStatement(sql: insertOne)
        try statement.execute(arguments: [
            row.kind, row.id, row.isStock, row.variant, row.name, row.createdAt, row.updatedAt,
            row.beginsAt, row.settlesAt, row.outcome, row.isDeleted, row.body.text, row.notes.text,
        ])
    }

    private static let insertOne =
        "INSERT INTO resources (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

    static func update(_ row: StoredResource, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE resources SET name = ?, updated_at = ?, begins_at = ?, settles_at = ?,
                    outcome = ?, is_deleted = ?, body = ?, notes = ? WHERE kind = ? AND id = ?
                """)
        try statement.execute(arguments: [
            row.name, row.updatedAt, row.beginsAt, row.settlesAt, row.outcome, row.isDeleted,
            row.body.text, row.notes.text, row.kind, row.id,
        ])
    }

    static func remove(_ row: StoredResource, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "DELETE FROM resources WHERE kind = ? AND id = ?")
        try statement.execute(arguments: [row.kind, row.id])
    }

    /// Rows that pass `filter`, and how many there are on all pages.
    static func page(
        of filter: RowFilter, isDescending: Bool, limit: Int, offset: Int, _ database: Database
    ) throws -> (rows: [StoredResource], total: Int) {
        let (condition, arguments) = filter.sql
        let count = try database.cachedStatement(
            sql: "SELECT count(*) FROM resources WHERE \(condition)")
        let total = try Int.fetchOne(count, arguments: arguments) ?? 0
        let order = isDescending ? "DESC" : "ASC"
        let select = try database.cachedStatement(
            sql: """
                SELECT \(columns) FROM resources WHERE \(condition)
                ORDER BY sequence \(order) LIMIT ? OFFSET ?
                """)
        var rows: [StoredResource] = []
        let cursor = try Row.fetchCursor(select, arguments: arguments + [limit, offset])
        while let row = try cursor.next() { rows.append(try StoredResource(row)) }
        return (rows, total)
    }

    static func all(_ filter: RowFilter, _ database: Database) throws -> [StoredResource] {
        try page(of: filter, isDescending: false, limit: -1, offset: 0, database).rows
    }

    static func lifetime(of kind: String, until now: Double, _ database: Database) throws -> Double
    {
        let statement = try database.cachedStatement(
            sql: """
                SELECT total(min(coalesce(settles_at, created_at), ?) - created_at)
                FROM resources WHERE kind = ?
                """)
        return try Double.fetchOne(statement, arguments: [now, kind]) ?? 0
    }

    static func tags(
        of filter: RowFilter, containing text: String, _ database: Database
    ) throws -> [String] {
        let (condition, arguments) = filter.sql
        let statement = try database.cachedStatement(
            sql: """
                SELECT DISTINCT tag.value
                FROM resources, json_each(resources.body, '$.tags') AS tag
                WHERE \(condition) AND instr(lower(tag.value), lower(?)) > 0 ORDER BY tag.value
                """)
        return try String.fetchAll(statement, arguments: arguments + [text])
    }

    static func count(_ filter: RowFilter, _ database: Database) throws -> Int {
        let (condition, arguments) = filter.sql
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM resources WHERE \(condition)")
        return try Int.fetchOne(statement, arguments: arguments) ?? 0
    }
}

extension StoredResource {
    fileprivate init(_ row: Row) throws {
        self.init(
            kind: row[0], id: row[1], isStock: row[2], variant: row[3], name: row[4],
            createdAt: row[5], updatedAt: row[6], beginsAt: row[7], settlesAt: row[8],
            outcome: row[9], isDeleted: row[10], body: try Self.object(row[11]),
            notes: try Self.object(row[12]))
    }

    private static func object(_ text: String) throws -> JSONObject {
        // Most rows have no notes.
        if text == "{}" { return [:] }
        return try JSONValue(parsing: text).objectValue ?? [:]
    }
}

extension JSONObject {
    fileprivate var text: String { JSONValue.object(self).serialized() }
}
