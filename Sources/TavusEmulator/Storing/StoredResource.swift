import JSONValue

/// One row: what a resource was told to be, and when its states begin.
///
/// Its state is a pure function of this row and the clock: `beginsAt` and `settlesAt` are fixed at
/// creation (or when a call is ended), and ``phase(at:)`` compares them with now.
struct StoredResource: Equatable, Sendable {
    /// The catalogue's name of the resource, "conversations".
    let kind: String
    let id: String
    /// Stock rows come with the emulator and cannot be deleted.
    var isStock = false
    /// What separates rows of one kind in lists: "flat" guardrails, documents from a "crawl".
    var variant = ""
    var name: String
    let createdAt: Double
    var updatedAt: Double
    /// When the first of two pending states ends, where there are two.
    var beginsAt: Double?
    /// When the last pending state ends; `nil` for resources without a life cycle.
    var settlesAt: Double?
    /// Why it failed or ended; `nil` for success.
    var outcome: String?
    var isDeleted = false
    /// What the API shows, in the seed's names, without ids, states and timestamps.
    var body: JSONObject
    /// What only the emulator needs to know.
    var notes: JSONObject = [:]

    enum Phase: Equatable {
        case waiting
        case working
        case succeeded
        case failed(String)
    }

    func phase(at now: Double) -> Phase {
        if let settlesAt, now < settlesAt {
            if let beginsAt, now < beginsAt { return .waiting }
            return .working
        }
        return outcome.map { .failed($0) } ?? .succeeded
    }

    /// The last change that anybody could have seen: a write, or a state that began by itself.
    func changedAt(_ now: Double) -> Double {
        [beginsAt, settlesAt].compactMap { $0 }.filter { $0 <= now }.reduce(updatedAt, max)
    }

    /// 0 to 100 between creation and `settlesAt`.
    func progress(at now: Double) -> Int {
        let start = max(createdAt, beginsAt ?? createdAt)
        guard let settlesAt, now < settlesAt, settlesAt > start else { return 100 }
        return max(0, min(99, Int(100 * (now - start) / (settlesAt - start))))
    }
}
