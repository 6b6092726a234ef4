import GRDB
import GRDBSQLite

/// The emulator's state: one SQLite database, read and written in short transactions.
///
/// There is no second copy in memory, so processes that share a file see each other's rows and
/// clock, and a killed process leaves what it has answered.
struct Store: Sendable {
    private let database: any DatabaseWriter
    private let writes: GroupCommit
    /// The file; `nil` for a store in memory.
    private let path: String?

    init(_ storage: TavusEmulator.Options.Storage) throws(EmulatorError) {
        switch storage {
        case .memory:
            path = nil
            database = try Self.explained("memory") { () throws -> any DatabaseWriter in
                try DatabaseQueue(configuration: Self.configuration)
            }
        case .file(let path):
            self.path = path
            try DataFolder.create(for: path)
            DataFolder.createFile(at: path)
            database = try Self.explained(path) { () throws -> any DatabaseWriter in
                try DatabasePool(path: path, configuration: Self.configuration)
            }
        }
        writes = GroupCommit(database)
        let database = database
        try Self.explained(path ?? "memory") { try database.write { try Schema.migrate($0) } }
    }

    func close() throws { try database.close() }

    /// Runs `body`, which only reads, on the calling thread. Every statement sees whole
    /// writes, each its own moment.
    func read<T>(_ body: (Database) throws -> T) throws -> T {
        try database.unsafeRead(body)
    }

    /// Runs `body` in an immediate transaction, so that limits counted in it hold across processes.
    ///
    /// - Parameter done: called on the writer's thread, when the change is committed or undone.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T,
        done: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        // One change has one result.
        write([body]) { results in results.forEach(done) }
    }

    /// As ``write(_:done:)``, for changes that are to be committed together: each is made or undone by
    /// itself.
    ///
    /// - Parameter done: called on the writer's thread, with a result for each.
    func write<T: Sendable>(
        _ bodies: [@Sendable (Database) throws -> T],
        done: @escaping @Sendable ([Result<T, any Error>]) -> Void
    ) {
        writes.add(ChangeBatch(bodies, done: done))
    }

    /// As ``write(_:done:)``, for those who can wait.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            write(body) { continuation.resume(with: $0) }
        }
    }

    /// A connection of its own for somebody who reads often; a store in memory has but one.
    func reader() throws(EmulatorError) -> StoreReader {
        guard let path else { return StoreReader(database, isOwn: false) }
        return try Self.explained(path) {
            var configuration = Self.configuration
            configuration.readonly = true
            let database = try DatabaseQueue(path: path, configuration: configuration)
            return StoreReader(database, isOwn: true)
        }
    }

    func copy(into path: String) async throws {
        try await database.writeWithoutTransaction {
            try $0.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
    }

    func replace(with source: DatabaseQueue) async throws {
        try source.backup(to: database)
        try await database.write { try Schema.migrate($0) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        // Another process may be writing. Transactions take microseconds, so 5 s means trouble.
        configuration.busyMode = .timeout(5)
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = false
        configuration.label = "tavus-emulator"
        configuration.prepareDatabase { database in
            // NORMAL loses nothing when the process dies, only when the machine does.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            // A page that changes many times is copied into the file once for each checkpoint: the log
            // may grow to 16 MiB, where SQLite would begin at 4.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            // The log stays when the last process closes: a new one costs two syncs at each start.
            var isPersistent: CInt = 1
            sqlite3_file_control(
                database.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &isPersistent)
        }
        return configuration
    }

    private static func explained<T>(
        _ name: String, _ body: () throws -> T
    ) throws(EmulatorError) -> T {
        do {
            return try body()
        } catch let error as EmulatorError {
            throw EmulatorError("emulator data \(name): \(error.description)")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw EmulatorError("emulator data \(name): not an SQLite file")
        } catch let error as DatabaseError {
            throw EmulatorError(
                "emulator data \(name): cannot open it: \(error.message ?? "\(error.resultCode)")")
        } catch {
            throw EmulatorError("emulator data \(name): cannot open it: \(error)")
        }
    }
}
