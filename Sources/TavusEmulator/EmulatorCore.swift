import GRDB
import JSONValue
import Synchronization
import TavusAPI

/// What an open emulator consists of, shared by its server and by those who steer it.
final class EmulatorCore: Sendable {
    let store: Store
    let clock: EmulatorClock
    let faults = FaultBook()
    let failures = FailureRules()
    let journal = RequestJournal()
    /// Wakes of the courier; one that is not taken yet is as good as many.
    let courierWakes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let currentSettings: Mutex<Settings>

    init(_ options: TavusEmulator.Options) throws(EmulatorError) {
        store = try Store(options.storage)
        clock = EmulatorClock(wallTime: options.wallTime)
        currentSettings = Mutex(Settings(options))
    }

    var settings: Settings { currentSettings.withLock { $0 } }

    func changeSettings(_ change: (inout Settings) -> Void) -> Settings {
        currentSettings.withLock { settings in
            change(&settings)
            return settings
        }
    }

    /// Runs `body`, which only reads, on the calling thread, at one moment of the clock.
    func read<T>(at moment: SharedMoment, _ body: (Desk) throws -> T) throws -> T {
        try moment.read { try body(desk($0, offset: $1)) }
    }

    /// Runs each of `bodies` in a transaction, at one moment of the clock.
    ///
    /// - Parameter done: called on another thread, when each change is committed or undone.
    func write<T: Sendable>(
        _ bodies: [@Sendable (Desk) throws -> T],
        _ done: @escaping @Sendable ([Result<T, any Error>]) -> Void
    ) {
        let changes = bodies.map { body in
            { @Sendable [self] (database: Database) throws -> (T, hasQueued: Bool) in
                let desk = desk(database, offset: try Rows.clockOffset(database))
                let result = try body(desk)
                return (result, desk.rows.queued.any)
            }
        }
        store.write(changes) { [self] results in
            let hasQueued = results.contains { result in
                if case .success((_, true)) = result { true } else { false }
            }
            if hasQueued { wakeCourier() }
            done(results.map { $0.map(\.0) })
        }
    }

    /// As ``write(_:_:)``, for one who can wait.
    func write<T: Sendable>(_ body: @escaping @Sendable (Desk) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            write([body]) { results in
                for result in results { continuation.resume(with: result) }
            }
        }
    }

    private func desk(_ database: Database, offset: Double) -> Desk {
        let now = clock.now(offset: offset)
        let settings = settings
        return Desk(
            rows: RowAccess(database: database, now: now, pace: settings.pace), now: now,
            settings: settings)
    }

    /// Tells the courier that it may have something to do.
    func wakeCourier() { courierWakes.continuation.yield() }

    func now() throws -> Double { try store.read { clock.now(offset: try Rows.clockOffset($0)) } }

    /// - Parameter seconds: may not be negative: a state never goes back.
    func advance(by seconds: Double) async throws {
        guard seconds >= 0, seconds.isFinite else {
            throw EmulatorError("the clock can only be advanced, not moved by \(seconds) s")
        }
        let clock = clock
        try await store.write { database in
            let then = clock.now(offset: try Rows.clockOffset(database)) + seconds
            guard Timestamp.range.contains(then) else {
                throw EmulatorError("the clock ends with the year 9999; reset() sets it back")
            }
            try Rows.advanceClock(by: seconds, database)
        }
        wakeCourier()
    }

    /// Deletes everything but the stock rows, sets the clock back to wall time, and forgets faults.
    func reset() async throws {
        try await store.write { try Schema.reset($0) }
        _ = faults.clear()
        failures.clear()
    }
}
