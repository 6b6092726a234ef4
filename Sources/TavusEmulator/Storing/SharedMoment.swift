import GRDB
import NIOCore

/// The moment that is read in one turn of an event loop.
///
/// Locking the file takes longer than finding a row in it, and the loops' threads wait for each other
/// there. So the first read of a turn leaves the clock's statement on its row, which keeps what all see
/// as it is, and a task at the end of the turn takes it off.
///
/// Nobody is told what was true before they asked: a turn begins with what has come by then. Whatever
/// comes, or is committed, during a turn has to ``renew()`` the moment before it reads.
final class SharedMoment: Sendable {
    private let reader: StoreReader
    private let eventLoop: any EventLoop
    private let standing: NIOLoopBoundBox<Standing?>

    private struct Standing {
        let statement: Statement
        let offset: Double
    }

    init(_ reader: StoreReader, on eventLoop: any EventLoop) {
        self.reader = reader
        self.eventLoop = eventLoop
        standing = .makeEmptyBox(eventLoop: eventLoop)
    }

    /// Runs `body`, which only reads, on the event loop, with the clock's offset.
    func read<T>(_ body: (Database, _ offset: Double) throws -> T) throws -> T {
        try reader.read { database in
            // A store in memory is written by the same connection: nothing may stand in its way.
            guard reader.isOwn else {
                return try Rows.withClockOffset(database) { try body(database, $0) }
            }
            return try body(database, standing.value?.offset ?? begin(database))
        }
    }

    /// Lets the next read see what is true then.
    func renew() {
        // The connection is used on this event loop alone, so this needs no place in its queue.
        standing.value?.statement.leave()
        standing.value = nil
    }

    private func begin(_ database: Database) throws -> Double {
        let (statement, offset) = try Rows.standOnClock(database)
        standing.value = Standing(statement: statement, offset: offset)
        eventLoop.execute { [self] in renew() }
        return offset
    }
}
