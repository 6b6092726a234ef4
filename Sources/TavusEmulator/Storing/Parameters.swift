import GRDB
import GRDBSQLite

/// The values of a statement's question marks, put in one after the other.
///
/// As with ``Columns``, GRDB's own way costs more than what SQLite does with the values.
struct Parameters {
    private let statement: SQLiteStatement
    private var index: CInt = 0
    // Binding fails only for an index that the statement does not have, and for text that is too
    // long. -1 is SQLITE_TRANSIENT: SQLite copies what it is given.
    private static var copied: sqlite3_destructor_type? {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    init(_ statement: SQLiteStatement) { self.statement = statement }

    mutating func put(_ text: String?) {
        index += 1
        guard let text else {
            _ = sqlite3_bind_null(statement, index)
            return
        }
        sqlite3_bind_text(statement, index, text, CInt(text.utf8.count), Self.copied)
    }

    mutating func put(_ number: Double?) {
        index += 1
        guard let number else {
            _ = sqlite3_bind_null(statement, index)
            return
        }
        sqlite3_bind_double(statement, index, number)
    }

    mutating func put(_ isTrue: Bool) {
        index += 1
        sqlite3_bind_int(statement, index, isTrue ? 1 : 0)
    }

    mutating func put(text bytes: [UInt8]) {
        index += 1
        bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text(statement, index, start, CInt(bytes.count), Self.copied)
        }
    }
}
