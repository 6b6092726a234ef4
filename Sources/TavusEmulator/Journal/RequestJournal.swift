import JSONValue
import Synchronization
import TavusAPI

/// The last requests of one emulator, for tests that ask what a script has really sent.
///
/// Bounded in number and in size, and without secrets: what it lists can be shown to anybody.
final class RequestJournal: Sendable {
    static let capacity = 1000

    private struct State {
        var entries: [JournalEntry] = []
        /// The place of the oldest entry once the journal is full.
        var oldest = 0
    }

    private let state = Mutex(State())
    private let run = Identifiers.hex(8)
    private let lastNumber = Atomic(0)

    /// The id of the next request, unique among all runs; answers carry it as `x-request-id`.
    func nextID() -> RequestID {
        RequestID(run: run, number: lastNumber.add(1, ordering: .relaxed).newValue)
    }

    func add(_ entry: JournalEntry) {
        let entry = entry.bounded
        state.withLock { state in
            guard state.entries.count == Self.capacity else { return state.entries.append(entry) }
            state.entries[state.oldest] = entry
            state.oldest = (state.oldest + 1) % Self.capacity
        }
    }

    /// Oldest first, at most the `limit` newest.
    func list(limit: Int = capacity) -> [JSONValue] {
        let (entries, oldest) = state.withLock { ($0.entries, $0.oldest) }
        return (entries[oldest...] + entries[..<oldest]).suffix(limit).map(\.json)
    }

    func clear() {
        state.withLock { state in
            state.entries.removeAll()
            state.oldest = 0
        }
    }
}
