import JSONValue

/// An entry of this session, and what came of it.
struct LoggedEntry: Sendable {
    enum Outcome: Sendable { case succeeded, failed }

    var number: Int
    var text: String
    var outcome: Outcome
    /// The records among its results and variables, as `driver.lua` tells them: type, variable, ids.
    var born: [JSONValue]
}

/// What this session did, in order.
struct SessionLog: Sendable {
    private(set) var entries: [LoggedEntry] = []

    mutating func add(_ entry: LoggedEntry) { entries.append(entry) }
}
