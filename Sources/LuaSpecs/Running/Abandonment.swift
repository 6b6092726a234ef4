import Synchronization

/// A test that cannot be stopped: it is in a function of C, or in a finalizer, that does not come back.
struct Abandonment: Error, CustomStringConvertible {
    let after: Duration

    var description: String {
        "the test did not end, and could not be stopped within \(after / .seconds(1)) s; it was left behind"
            + " where it is, in a function of C or a finalizer"
    }

    /// Waits for `body`, and no longer than that; then it goes on by itself.
    static func race<Value: Sendable>(
        after limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let finish = Finish<Value>()
        return try await withCheckedThrowingContinuation { waiter in
            finish.waiter.withLock { $0 = waiter }
            let alarm = Task {
                // Cancelled, it has nothing to say.
                do { try await Task.sleep(for: limit) } catch { return }
                finish.end(.failure(Abandonment(after: limit)))
            }
            Task {
                let result: Result<Value, any Error>
                do { result = .success(try await body()) } catch { result = .failure(error) }
                alarm.cancel()
                finish.end(result)
            }
        }
    }

    /// Whoever comes first ends the wait.
    private final class Finish<Value: Sendable>: Sendable {
        let waiter = Mutex<CheckedContinuation<Value, any Error>?>(nil)

        func end(_ result: Result<Value, any Error>) {
            let waiter = waiter.withLock { waiter in
                defer { waiter = nil }
                return waiter
            }
            waiter?.resume(with: result)
        }
    }
}
