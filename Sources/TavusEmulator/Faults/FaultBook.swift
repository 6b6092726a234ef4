import JSONValue
import Synchronization

/// The faults of one emulator, counted. They are gone with it; the data file does not hold them.
final class FaultBook: Sendable {
    private struct Entry {
        let id: Int
        let fault: Fault
        /// Requests that matched, those that were let pass included.
        var seen = 0
        var hits = 0

        var isSpent: Bool { fault.times.map { hits >= $0 } ?? false }
    }

    private struct State {
        var entries: [Entry] = []
        var lastID = 0
    }

    private let state = Mutex(State())

    /// - Returns: the number under which it is listed and cleared.
    func add(_ fault: Fault) -> Int {
        state.withLock { state in
            state.lastID += 1
            state.entries.append(Entry(id: state.lastID, fault: fault))
            return state.lastID
        }
    }

    /// The fault that meets this request, if any: the oldest that matches and is neither waiting nor
    /// spent. All that match count the request.
    func meet(_ request: FaultedRequest) -> Fault? {
        state.withLock { state in
            var met: Fault?
            for index in state.entries.indices
            where state.entries[index].fault.target.matches(request) {
                state.entries[index].seen += 1
                let entry = state.entries[index]
                guard met == nil, !entry.isSpent, entry.seen > entry.fault.after else { continue }
                state.entries[index].hits += 1
                met = entry.fault
            }
            return met
        }
    }

    /// - Parameter id: `nil` clears all.
    /// - Returns: how many were there.
    func clear(_ id: Int? = nil) -> Int {
        state.withLock { state in
            let count = state.entries.count
            state.entries.removeAll { id == nil || $0.id == id }
            return count - state.entries.count
        }
    }

    /// Oldest first, with what they have done so far.
    var list: [JSONValue] {
        state.withLock { state in
            state.entries.map { entry in
                var json: JSONObject = ["id": .integer(Int64(entry.id))]
                for (name, value) in entry.fault.json { json[name] = value }
                json["after"] = .integer(Int64(entry.fault.after))
                json["hits"] = .integer(Int64(entry.hits))
                json["remaining"] = entry.fault.times.map { .integer(Int64($0 - entry.hits)) }
                return .object(json)
            }
        }
    }
}
