/// An entry of this session and what came of it.
public struct LoggedEntry: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable { case succeeded, failed, cancelled }

    /// As in `_3` and `out[3]`.
    public var number: Int
    public var text: String
    public var outcome: Outcome
    /// Seconds since 1970.
    public var time: Int64
    /// Where its calls went: "emulator", "live/acme".
    public var place: String
    /// The operations that it called: "personas.create".
    public var operations: [String]
    /// The records that it made.
    public var born: [BornRecord]
    /// A command of the prompt, such as `.save` or `?tavus`, and no Lua.
    public var isMeta: Bool
    /// Whether its results were shown: not for statements, calls without results, and after `;`.
    public var isShown: Bool

    public init(
        number: Int, text: String, outcome: Outcome = .succeeded, time: Int64 = 0,
        place: String = "", operations: [String] = [], born: [BornRecord] = [],
        isMeta: Bool = false, isShown: Bool = true
    ) {
        self.number = number
        self.text = text
        self.outcome = outcome
        self.time = time
        self.place = place
        self.operations = operations
        self.born = born
        self.isMeta = isMeta
        self.isShown = isShown
    }
}

/// A record that an entry made, and what held it once the entry had ended.
public struct BornRecord: Sendable, Equatable {
    public enum Holder: Sendable, Equatable {
        /// What reaches it in Lua: `p`, `team.nurse`, `list[1]`.
        case variable(String)
        /// It is the first result of the entry.
        case result
        /// Made in a loop or a function, say.
        case nowhere
    }

    public var id: String
    /// The field that has the id: "persona_id".
    public var field: String
    public var holder: Holder

    public init(id: String, field: String, holder: Holder) {
        self.id = id
        self.field = field
        self.holder = holder
    }
}

/// The entries of this session, in order.
public struct SessionLog: Sendable, Equatable {
    public private(set) var entries: [LoggedEntry] = []

    public init() {}

    public mutating func append(_ entry: LoggedEntry) { entries.append(entry) }

    /// Those that a script can be made of.
    public var kept: [LoggedEntry] { entries.filter { $0.outcome == .succeeded && !$0.isMeta } }

    /// The log with these entries and no others.
    func picking(_ numbers: Set<Int>) -> SessionLog {
        var log = SessionLog()
        log.entries = entries.filter { numbers.contains($0.number) }
        return log
    }
}
