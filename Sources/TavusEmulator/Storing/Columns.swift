import GRDB
import GRDBSQLite

/// The row that a statement stands on, read where SQLite keeps it.
///
/// GRDB's rows know their columns by name, and make the names anew for each query; that took longer
/// than SQLite needs to find a row by its id. Valid within the closure that it is handed to.
struct Columns {
    let statement: SQLiteStatement

    func text(_ index: CInt) -> String { bytes(index) { String(decoding: $0, as: UTF8.self) } }

    func optionalText(_ index: CInt) -> String? { isNull(index) ? nil : text(index) }

    func bytes<T>(
        _ index: CInt, _ body: (UnsafeBufferPointer<UInt8>) throws -> T
    ) rethrows -> T {
        let start = sqlite3_column_text(statement, index)
        let count = Int(sqlite3_column_bytes(statement, index))
        return try body(UnsafeBufferPointer(start: start, count: count))
    }

    func number(_ index: CInt) -> Double { sqlite3_column_double(statement, index) }

    func optionalNumber(_ index: CInt) -> Double? { isNull(index) ? nil : number(index) }

    func isTrue(_ index: CInt) -> Bool { sqlite3_column_int(statement, index) != 0 }

    private func isNull(_ index: CInt) -> Bool {
        sqlite3_column_type(statement, index) == SQLITE_NULL
    }
}
