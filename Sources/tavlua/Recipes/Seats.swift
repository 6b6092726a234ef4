import Synchronization

/// Lets so many at once do something on each level of calls; the others wait for their turn.
///
/// Each level has its own, or those who wait for what they called would hold the seats that it needs.
final class Seats: Sendable {
    private struct Level {
        var taken = 0
        var waiting: [(number: UInt64, turn: CheckedContinuation<Void, any Error>)] = []
    }

    private struct State {
        var levels: [Int: Level] = [:]
        var lastNumber: UInt64 = 0
    }

    private let atOnce: Int
    private let state = Mutex(State())

    init(atOnce: Int) { self.atOnce = atOnce }

    func seated<Value>(
        at level: Int, _ body: () async throws -> sending Value
    ) async throws -> sending Value {
        try await sit(at: level)
        defer { rise(from: level) }
        return try await body()
    }

    private func sit(at level: Int) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                let isSeated = state.withLock { state in
                    guard state.levels[level, default: Level()].taken >= atOnce else {
                        state.levels[level, default: Level()].taken += 1
                        return true
                    }
                    state.levels[level]?.waiting.append((number, turn))
                    return false
                }
                if isSeated { return turn.resume() }
                // It may have been cancelled before it could be found among those who wait.
                if Task.isCancelled { leave(number, level) }
            }
        } onCancel: {
            leave(number, level)
        }
    }

    private func rise(from level: Int) {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let waiting = state.levels[level]?.waiting, !waiting.isEmpty else {
                state.levels[level]?.taken -= 1
                return nil
            }
            return state.levels[level]?.waiting.removeFirst().turn
        }
        next?.resume()
    }

    private func leave(_ number: UInt64, _ level: Int) {
        let turn = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard
                let index = state.levels[level]?.waiting.firstIndex(where: { $0.number == number })
            else { return nil }
            return state.levels[level]?.waiting.remove(at: index).turn
        }
        turn?.resume(throwing: CancellationError())
    }
}
