import GRDB
import Synchronization

/// Writes that arrive together are committed together: a transaction costs more than what most of
/// them change.
///
/// Each is told its result only after the commit that holds it. One that fails is undone alone, by its
/// savepoint; when the data file fails, each is tried again in a transaction of its own, so that none
/// suffers for the others.
final class GroupCommit: Sendable {
    private struct Change {
        let batch: ChangeBatch
        let index: Int

        func make(_ database: Database) throws { try batch.make(index, database) }
        func fail(_ error: any Error) { batch.fail(index, error) }
    }

    private struct State {
        var waiting: [ChangeBatch] = []
        var isRunning = false
    }

    private let database: any DatabaseWriter
    private let state = Mutex(State())

    init(_ database: any DatabaseWriter) { self.database = database }

    func add(_ batch: ChangeBatch) {
        let isFirst = state.withLock { state in
            state.waiting.append(batch)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if isFirst { run() }
    }

    /// Commits what waits. What comes meanwhile is the next turn, behind others who use the writer.
    private func run() {
        database.asyncWriteWithoutTransaction { [self] database in
            let batches = take()
            let changes = batches.flatMap { batch in
                (0..<batch.count).map { Change(batch: batch, index: $0) }
            }
            commit(changes, database)
            for batch in batches { batch.finish() }
            let isOver = state.withLock { state in
                state.isRunning = !state.waiting.isEmpty
                return !state.isRunning
            }
            if !isOver { run() }
        }
    }

    private func take() -> [ChangeBatch] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    private func commit(_ changes: [Change], _ database: Database) {
        do {
            try database.inTransaction(.immediate) {
                if changes.count == 1 {
                    for change in changes { try change.make(database) }
                } else {
                    let savepoint = try Savepoint(database)
                    for change in changes { try attempt(change, savepoint, database) }
                }
                return .commit
            }
        } catch let error as DatabaseError where changes.count > 1 && error.isOfTheFile {
            // SQLite may have undone all of it.
            for change in changes { commit([change], database) }
        } catch {
            for change in changes { change.fail(error) }
        }
    }

    /// - Throws: what ends the whole transaction.
    private func attempt(
        _ change: Change, _ savepoint: Savepoint, _ database: Database
    ) throws {
        try savepoint.set.run()
        do {
            try change.make(database)
            try savepoint.release.run()
        } catch let error as DatabaseError {
            throw error
        } catch {
            try savepoint.undo.run()
            try savepoint.release.run()
            change.fail(error)
        }
    }
}

/// The statements around one change of several.
private struct Savepoint {
    let set: Statement
    let release: Statement
    let undo: Statement

    init(_ database: Database) throws {
        set = try database.cachedStatement(sql: "SAVEPOINT one")
        release = try database.cachedStatement(sql: "RELEASE one")
        undo = try database.cachedStatement(sql: "ROLLBACK TO one")
    }
}

extension DatabaseError {
    /// Whether trying again by itself may help a write; a locked file has been waited for already.
    fileprivate var isOfTheFile: Bool { resultCode != .SQLITE_BUSY }
}
