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
        try withClockOffset(database) { $0 }
    }

    /// Runs `body` while the statement stands on the clock's row: all that `body` reads is of the
    /// same moment, and the file is locked once, without a BEGIN and a COMMIT for it.
    static func withClockOffset<T>(_ database: Database, _ body: (Double) throws -> T) throws -> T {
        let (statement, offset) = try standOnClock(database)
        defer { statement.leave() }
        return try body(offset)
    }

    /// As ``withClockOffset(_:_:)``, until the statement leaves the row.
    static func standOnClock(
        _ database: Database
    ) throws -> (statement: Statement, offset: Double) {
        let statement = try database.cachedStatement(sql: "SELECT clock_offset FROM clock")
        guard let row = try statement.stand() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the clock's row is missing")
        }
        return (statement, row.number(0))
    }

    static func advanceClock(by seconds: Double, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE clock SET clock_offset = clock_offset + ?", arguments: [seconds])
    }

    static func find(_ kind: String, _ id: String, _ database: Database) throws -> StoredResource? {
        let statement = try database.cachedStatement(sql: selectOne)
        return try statement.first([kind, id], StoredResource.init)
    }

    private static let selectOne = "SELECT \(columns) FROM resources WHERE kind = ? AND id = ?"

    static func insert(_ row: StoredResource, _ database: Database) throws {
        let statement = try database.cachedStatement(sql: insertOne)
        try statement.run { values in
            values.put(row.kind)
            values.put(row.id)
            values.put(row.isStock)
            values.put(row.variant)
            values.put(row.name)
            values.put(row.createdAt)
            values.put(row.updatedAt)
            values.put(row.beginsAt)
            values.put(row.settlesAt)
            values.put(row.outcome)
            values.put(row.isDeleted)
            values.put(text: row.body.text)
            values.put(text: row.notes.text)
        }
    }

    private static let insertOne =
        "INSERT INTO resources (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

    static func update(_ row: StoredResource, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE resources SET name = ?, updated_at = ?, begins_at = ?, settles_at = ?,
                    outcome = ?, is_deleted = ?, body = ?, notes = ? WHERE kind = ? AND id = ?
                """)
        try statement.run { values in
            values.put(row.name)
            values.put(row.updatedAt)
            values.put(row.beginsAt)
            values.put(row.settlesAt)
            values.put(row.outcome)
            values.put(row.isDeleted)
            values.put(text: row.body.text)
            values.put(text: row.notes.text)
            values.put(row.kind)
            values.put(row.id)
        }
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
        return (try select.all(arguments + [limit, offset], StoredResource.init), total)
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
    /// From the columns of ``Rows``.
    fileprivate init(_ row: Columns) throws {
        self.init(
            kind: row.text(0), id: row.text(1), isStock: row.isTrue(2), variant: row.text(3),
            name: row.text(4), createdAt: row.number(5), updatedAt: row.number(6),
            beginsAt: row.optionalNumber(7), settlesAt: row.optionalNumber(8),
            outcome: row.optionalText(9), isDeleted: row.isTrue(10),
            body: try row.bytes(11, Self.object), notes: try row.bytes(12, Self.object))
    }

    private static func object(_ text: UnsafeBufferPointer<UInt8>) throws -> JSONObject {
        // Most rows have no notes.
        if text.count == 2 { return [:] }
        return try JSONValue(parsing: text).objectValue ?? [:]
    }
}

extension JSONObject {
    fileprivate var text: [UInt8] { JSONValue.object(self).bytes() }
}
