import GRDB

/// The tables and their versions, kept in SQLite's `user_version`.
enum Schema {
    // "tavl": tells a data file from any other SQLite file that somebody names by mistake.
    static let applicationID = 0x7461_766c
    static let version = 3

    /// Brings a database to ``version``, inside one write transaction, so that two processes that
    /// open a new file at once make it once.
    static func migrate(_ database: Database) throws {
        let found = try check(database)
        if found < 1 { try createVersion1(database) }
        if found < 2 { try createVersion2(database) }
        if found < 3 { try createVersion3(database) }
    }

    /// - Returns: the version of a file that may be used.
    @discardableResult
    static func check(_ database: Database) throws -> Int {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || (application == 0 && tables == 0) else {
            throw EmulatorError("an SQLite file, but not one of the emulator")
        }
        guard found <= version else {
            throw EmulatorError("written by a newer version (\(found), this one knows \(version))")
        }
        return found
    }

    private static func createVersion1(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE resources (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    kind TEXT NOT NULL,
                    id TEXT NOT NULL,
                    is_stock INTEGER NOT NULL,
                    variant TEXT NOT NULL,
                    name TEXT NOT NULL,
                    created_at REAL NOT NULL,
                    updated_at REAL NOT NULL,
                    begins_at REAL,
                    settles_at REAL,
                    outcome TEXT,
                    is_deleted INTEGER NOT NULL,
                    body TEXT NOT NULL,
                    notes TEXT NOT NULL,
                    UNIQUE (kind, id)
                ) STRICT;
                CREATE INDEX resources_listed ON resources (kind, is_deleted, sequence);
                CREATE INDEX resources_settling ON resources (kind, is_deleted, settles_at);
                CREATE TABLE clock (only_row INTEGER PRIMARY KEY, clock_offset REAL NOT NULL) STRICT;
                INSERT INTO clock VALUES (1, 0);
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = 1;
                """)
        try insertStock(database)
    }

    /// Webhooks.
    private static func createVersion2(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE webhooks (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    kind TEXT NOT NULL,
                    record_id TEXT NOT NULL,
                    event TEXT NOT NULL,
                    url TEXT NOT NULL,
                    body TEXT NOT NULL,
                    due_at REAL NOT NULL,
                    next_try_at REAL NOT NULL,
                    claimed_until REAL NOT NULL DEFAULT 0,
                    state TEXT NOT NULL
                        CHECK (state IN ('pending', 'delivered', 'failed', 'refused', 'dropped')),
                    tries INTEGER NOT NULL DEFAULT 0,
                    status INTEGER,
                    problem TEXT
                ) STRICT;
                CREATE INDEX webhooks_of_record ON webhooks (kind, record_id, due_at);
                CREATE INDEX webhooks_waiting ON webhooks (next_try_at) WHERE state = 'pending';
                PRAGMA user_version = 2;
                """)
    }

    /// A new row changes fewer pages: no count of the numbers ever used, and times are in an index only
    /// where each creation asks for them, for the calls that are active.
    private static func createVersion3(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE resources RENAME TO resources_before;
                CREATE TABLE resources (
                    sequence INTEGER PRIMARY KEY,
                    kind TEXT NOT NULL,
                    id TEXT NOT NULL,
                    is_stock INTEGER NOT NULL,
                    variant TEXT NOT NULL,
                    name TEXT NOT NULL,
                    created_at REAL NOT NULL,
                    updated_at REAL NOT NULL,
                    begins_at REAL,
                    settles_at REAL,
                    outcome TEXT,
                    is_deleted INTEGER NOT NULL,
                    body TEXT NOT NULL,
                    notes TEXT NOT NULL,
                    UNIQUE (kind, id)
                ) STRICT;
                INSERT INTO resources SELECT * FROM resources_before;
                DROP TABLE resources_before;
                CREATE INDEX resources_listed ON resources (kind, is_deleted, sequence);
                CREATE INDEX calls_settling ON resources (kind, is_deleted, settles_at)
                    WHERE kind = '\(Conversations.kind)';
                PRAGMA user_version = 3;
                """)
    }

    /// Empties everything but the stock, and sets the clock back to wall time.
    static func reset(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM resources")
        try database.execute(sql: "DELETE FROM webhooks")
        try database.execute(sql: "UPDATE clock SET clock_offset = 0")
        try insertStock(database)
    }

    private static func insertStock(_ database: Database) throws {
        for row in Stock.rows { try Rows.insert(row, database) }
    }
}
