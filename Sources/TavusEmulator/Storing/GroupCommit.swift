import GRDB
import Synchronization

/// Writes that arrive together are committed together: a transaction costs more than what most of
/// them change.
///
/// Each is told its result only after the commit that holds it. One that fails is undone alone, by its
/// savepoint; when the data file fails, each is tried again in a transaction of its own, so that none
/// suffers for the others.
final class GroupCommit: Sendable {
    private struct Write: Sendable {
        /// Makes the change and returns what to do once it is committed.
        let change: @Sendable (Database) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Write] = []
        var isRunning = false
    }

    private let database: any DatabaseWriter
    private let state = Mutex(State())

    init(_ database: any DatabaseWriter) { self.database = database }

    /// - Parameters:
    ///   - body: may be called twice; what the first call did is undone then.
    ///   - done: called on the writer's thread.
    func add<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T,
        _ done: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        let write = Write { database in
            let result = try body(database)
            return { done(.success(result)) }
        } fail: {
            done(.failure($0))
        }
        let isFirst = state.withLock { state in
            state.waiting.append(write)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if isFirst { run() }
    }

    /// Commits what waits. What comes meanwhile is the next turn, behind others who use the writer.
    private func run() {
        database.asyncWriteWithoutTransaction { [self] database in
            commit(take(), database)
            let isOver = state.withLock { state in
                state.isRunning = !state.waiting.isEmpty
                return !state.isRunning
            }
            if !isOver { run() }
        }
    }

    private func take() -> [Write] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    private func commit(_ writes: [Write], _ database: Database) {
        var endings: [@Sendable () -> Void] = []
        do {
            try database.inTransaction(.immediate) {
                for write in writes {
                    endings.append(try attempt(write, isAlone: writes.count == 1, database))
                }
                return .commit
            }
        } catch let error as DatabaseError where writes.count > 1 && error.isOfTheFile {
            // SQLite may have undone all of it.
            for write in writes { commit([write], database) }
            return
        } catch {
            for write in writes { write.fail(error) }
            return
        }
        for ending in endings { ending() }
    }

    /// - Throws: what ends the whole transaction.
    private func attempt(
        _ write: Write, isAlone: Bool, _ database: Database
    ) throws -> @Sendable () -> Void {
        guard !isAlone else { return try write.change(database) }
        try database.cachedStatement(sql: "SAVEPOINT one").run()
        do {
            let ending = try write.change(database)
            try database.cachedStatement(sql: "RELEASE one").run()
            return ending
        } catch let error as DatabaseError {
            throw error
        } catch {
            try database.cachedStatement(sql: "ROLLBACK TO one").run()
            try database.cachedStatement(sql: "RELEASE one").run()
            return { write.fail(error) }
        }
    }
}

extension DatabaseError {
    /// Whether trying again by itself may help a write; a locked file has been waited for already.
    fileprivate var isOfTheFile: Bool { resultCode != .SQLITE_BUSY }
}
