import Synchronization

/// A time that passes only when all that goes by it sleeps; then it jumps to the end of the shortest sleep.
///
/// Hours of waiting take no longer than the calls between them, and the order of events does not depend on
/// the speed of the machine. Sessions of one ``LuaHost/clock`` share it, `task.sleep` and what is made of it
/// included; a host function that waits by itself does so with ``sleep(for:)``.
///
/// ```swift
/// let clock = LuaVirtualClock(startingAt: 1_767_225_600)
/// var host = LuaHost()
/// host.clock = clock
/// ```
///
/// Limits of runs and host functions stay in real time: they are there for code that does not end.
public final class LuaVirtualClock: Sendable {
    private struct Sleeper {
        let end: Double
        let waiter: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Double
        /// Runs that compute, and host functions that do not sleep.
        var busy = 0
        var sleepers: [UInt64: Sleeper] = [:]
        var lastSleeper: UInt64 = 0
    }

    private let state: Mutex<State>
    private let onJump: @Sendable () -> Void

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - onJump: after each jump, on any thread.
    public init(startingAt now: Double, onJump: @escaping @Sendable () -> Void = {}) {
        state = Mutex(State(now: now))
        self.onJump = onJump
    }

    /// Seconds since 1970.
    public var now: Double { state.withLock { $0.now } }

    /// For a host function, or what it calls: ends when the clock has come so far.
    /// - Parameter seconds: 0 and less end with the next jump.
    /// - Throws: `CancellationError`.
    public func sleep(for seconds: Double) async throws {
        let number = state.withLock { state in
            state.lastSleeper += 1
            return state.lastSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let isCancelled = Task.isCancelled
                state.withLock { state in
                    guard !isCancelled else { return }
                    let end = state.now + max(0, seconds)
                    state.sleepers[number] = Sleeper(end: end, waiter: waiter)
                    state.busy -= 1
                }
                if isCancelled { return waiter.resume(throwing: CancellationError()) }
                // It may have been cancelled before it could be found among the sleepers.
                if Task.isCancelled { cancel(number) }
                jumpIfAllSleep()
            }
        } onCancel: {
            cancel(number)
        }
    }

    /// Lets time pass, and ends the sleeps that are over then.
    public func advance(by seconds: Double) {
        let waiters = state.withLock { state in
            state.now += max(0, seconds)
            return Self.wake(&state)
        }
        onJump()
        for waiter in waiters { waiter.resume() }
    }

    /// Something begins that time does not pass beside, or ends.
    func add(_ count: Int) {
        guard count != 0 else { return }
        state.withLock { $0.busy += count }
        jumpIfAllSleep()
    }

    private func jumpIfAllSleep() {
        let waiters = state.withLock { state in
            guard state.busy <= 0, let next = state.sleepers.values.map(\.end).min() else {
                return [CheckedContinuation<Void, any Error>]()
            }
            state.now = max(state.now, next)
            return Self.wake(&state)
        }
        guard !waiters.isEmpty else { return }
        onJump()
        for waiter in waiters { waiter.resume() }
    }

    /// Who wakes up is busy before it is told so, lest the clock jump on meanwhile.
    private static func wake(_ state: inout State) -> [CheckedContinuation<Void, any Error>] {
        let now = state.now
        let awake = state.sleepers.filter { $0.value.end <= now }.sorted { $0.key < $1.key }
        for (number, _) in awake { state.sleepers[number] = nil }
        state.busy += awake.count
        return awake.map(\.value.waiter)
    }

    private func cancel(_ number: UInt64) {
        let sleeper = state.withLock { state -> Sleeper? in
            let sleeper = state.sleepers.removeValue(forKey: number)
            if sleeper != nil { state.busy += 1 }
            return sleeper
        }
        sleeper?.waiter.resume(throwing: CancellationError())
    }
}
