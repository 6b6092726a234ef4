import GRDB
import Synchronization

/// Changes that somebody hands over together, and is told about together, when each of them is committed
/// or undone.
///
/// Closures, where a protocol would do: those know the type of the results, and need not look it up for
/// each change.
struct ChangeBatch: Sendable {
    let count: Int
    /// Makes one change and keeps what it came to. May be called twice; what the first call did is
    /// undone then.
    let make: @Sendable (_ index: Int, Database) throws -> Void
    /// Keeps that a change was undone.
    let fail: @Sendable (_ index: Int, any Error) -> Void
    /// Tells, on the writer's thread.
    let finish: @Sendable () -> Void

    /// - Parameter done: called on the writer's thread, with the results in the order of `bodies`.
    init<T: Sendable>(
        _ bodies: [@Sendable (Database) throws -> T],
        done: @escaping @Sendable ([Result<T, any Error>]) -> Void
    ) {
        let results = Results<T>(count: bodies.count)
        count = bodies.count
        make = { index, database in
            let value = try bodies[index](database)
            results.all.withLock { $0[index] = .success(value) }
        }
        fail = { index, error in results.all.withLock { $0[index] = .failure(error) } }
        finish = { done(results.all.withLock { $0.compactMap { $0 } }) }
    }

    private final class Results<T: Sendable>: Sendable {
        let all: Mutex<[Result<T, any Error>?]>

        init(count: Int) { all = Mutex(Array(repeating: nil, count: count)) }
    }
}
