import GRDB
import Synchronization

/// Changes that somebody hands over together, and is told about together, when each of them is committed
/// or undone.
protocol ChangeBatch: Sendable {
    var count: Int { get }

    /// Makes one change and keeps what it came to. May be called twice; what the first call did is
    /// undone then.
    func make(_ index: Int, _ database: Database) throws
    /// Keeps that a change was undone.
    func fail(_ index: Int, _ error: any Error)
    /// Tells, on the writer's thread.
    func finish()
}

/// Changes that all return the same type.
final class Changes<T: Sendable>: ChangeBatch {
    private let bodies: [@Sendable (Database) throws -> T]
    private let done: @Sendable ([Result<T, any Error>]) -> Void
    private let results: Mutex<[Result<T, any Error>?]>

    /// - Parameter done: called on the writer's thread, with the results in the order of `bodies`.
    init(
        _ bodies: [@Sendable (Database) throws -> T],
        done: @escaping @Sendable ([Result<T, any Error>]) -> Void
    ) {
        self.bodies = bodies
        self.done = done
        results = Mutex(Array(repeating: nil, count: bodies.count))
    }

    var count: Int { bodies.count }

    func make(_ index: Int, _ database: Database) throws {
        let value = try bodies[index](database)
        results.withLock { $0[index] = .success(value) }
    }

    func fail(_ index: Int, _ error: any Error) {
        results.withLock { $0[index] = .failure(error) }
    }

    func finish() { done(results.withLock { $0.compactMap { $0 } }) }
}
