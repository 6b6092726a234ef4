import GRDB
import GRDBSQLite

/// Prepared statements without GRDB's rows, for what every request does.
extension Statement {
    /// What `body` makes of the first row; `nil` when there is none. The statement stays on its row
    /// meanwhile, and so does what it sees: other statements of the connection see the same.
    func first<T>(
        _ texts: [String] = [], _ body: (Columns) throws -> T
    ) throws -> T? {
        defer { sqlite3_reset(sqliteStatement) }
        var parameters = Parameters(sqliteStatement)
        for text in texts { parameters.put(text) }
        return try step() ? body(Columns(statement: sqliteStatement)) : nil
    }

    /// Puts a statement without parameters on its first row, where it stays until ``leave()``; `nil` when
    /// there is none.
    func stand() throws -> Columns? {
        do {
            if try step() { return Columns(statement: sqliteStatement) }
            leave()
            return nil
        } catch {
            leave()
            throw error
        }
    }

    func leave() { sqlite3_reset(sqliteStatement) }

    /// What `body` makes of each row.
    func all<T>(_ arguments: StatementArguments, _ body: (Columns) throws -> T) throws -> [T] {
        defer { sqlite3_reset(sqliteStatement) }
        try setArguments(arguments)
        var all: [T] = []
        while try step() { all.append(try body(Columns(statement: sqliteStatement))) }
        return all
    }

    /// Runs a statement that has no rows.
    func run(_ bind: (inout Parameters) -> Void = { _ in }) throws {
        defer { sqlite3_reset(sqliteStatement) }
        var parameters = Parameters(sqliteStatement)
        bind(&parameters)
        _ = try step()
    }

    /// - Returns: whether it stands on a row.
    private func step() throws -> Bool {
        switch sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(sqliteStatement)))
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
        }
    }
}
