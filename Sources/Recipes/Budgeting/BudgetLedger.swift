import GRDB

/// Who spends what: a SQLite file that all processes of a user share.
///
/// An amount is reserved in one transaction with the check of its limits, before the call is sent, so
/// that two processes cannot both take what is left. A process that is killed leaves its reservation:
/// whether its call was done nobody knows, so the amount stays used.
public struct BudgetLedger: Sendable {
    /// Of whom and when: what limits count together.
    public struct Place: Sendable, Equatable {
        /// One run of a script; resumed runs have its name again.
        public let run: String
        /// The account, by the name of its profile.
        public let profile: String
        /// In UTC, such as 2025-11-21.
        public let day: String

        public init(run: String, profile: String, day: String) {
            self.run = run
            self.profile = profile
            self.day = day
        }
    }

    /// What a call has taken, to be given back if it was not done.
    public struct Reservation: Sendable, Equatable {
        let entries: [BudgetKind: Int64]
        /// Of each limited kind, what is used now and the limit.
        public let levels: [Level]
    }

    public struct Level: Sendable, Equatable {
        public let kind: BudgetKind
        public let span: BudgetShortage.Span
        public let used: Int64
        public let limit: Int64
    }

    private let database: DatabaseQueue

    /// - Parameter path: nil for a ledger of this process alone, as a dry run has it.
    public init(path: String?) throws {
        var configuration = Configuration()
        // Another process may be writing. Transactions take microseconds, so 10 s means trouble.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        }
        database =
            try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
            ?? DatabaseQueue()
        try database.write { try Self.migrate($0) }
    }

    private static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS entries(
                    id INTEGER PRIMARY KEY, run TEXT NOT NULL, profile TEXT NOT NULL, day TEXT NOT NULL,
                    kind TEXT NOT NULL, amount INTEGER NOT NULL, state TEXT NOT NULL);
                CREATE INDEX IF NOT EXISTS by_run ON entries(run, kind);
                CREATE INDEX IF NOT EXISTS by_day ON entries(profile, day, kind);
                """)
    }

    /// Takes what a call costs, if every limit has room for it.
    /// - Returns: nil where nothing of it is limited or worth remembering.
    /// - Throws: ``BudgetShortage``, having taken nothing; errors of the database.
    public func reserve(
        _ cost: CallCost, within budget: Budget, at place: Place
    ) async throws -> Reservation {
        // Requests are many and cost nothing: they are counted where somebody limits them.
        let amounts = cost.amounts.filter { kind, _ in
            kind != .requests || budget.perRun[kind] != nil || budget.perDay[kind] != nil
        }
        guard !amounts.isEmpty else { return Reservation(entries: [:], levels: []) }
        return try await database.write { database in
            let levels = try Self.levels(after: amounts, within: budget, at: place, in: database)
            var entries: [BudgetKind: Int64] = [:]
            for (kind, amount) in amounts {
                try database.execute(
                    sql: """
                        INSERT INTO entries(run, profile, day, kind, amount, state)
                        VALUES (?, ?, ?, ?, ?, 'reserved')
                        """,
                    arguments: [place.run, place.profile, place.day, kind.name, amount])
                entries[kind] = database.lastInsertedRowID
            }
            return Reservation(entries: entries, levels: levels)
        }
    }

    private static func levels(
        after amounts: [BudgetKind: Int64], within budget: Budget, at place: Place,
        in database: Database
    ) throws -> [Level] {
        var levels: [Level] = []
        for (kind, wanted) in amounts.sorted(by: { $0.key < $1.key }) {
            for span in [BudgetShortage.Span.run, .day] {
                let limits = span == .run ? budget.perRun : budget.perDay
                guard let limit = limits[kind] else { continue }
                let used = try used(kind, span, place, in: database)
                guard used + wanted <= limit else {
                    throw BudgetShortage(
                        kind: kind, span: span, limit: limit, used: used, wanted: wanted)
                }
                levels.append(Level(kind: kind, span: span, used: used + wanted, limit: limit))
            }
        }
        return levels
    }

    private static func used(
        _ kind: BudgetKind, _ span: BudgetShortage.Span, _ place: Place, in database: Database
    ) throws -> Int64 {
        let total = "SELECT COALESCE(SUM(amount), 0) FROM entries WHERE kind = ? AND "
        let found =
            switch span {
            case .run:
                try Int64.fetchOne(
                    database, sql: total + "run = ?", arguments: [kind.name, place.run])
            case .day:
                try Int64.fetchOne(
                    database, sql: total + "profile = ? AND day = ?",
                    arguments: [kind.name, place.profile, place.day])
            }
        return found ?? 0
    }

    /// Marks what was taken as spent. What was only reserved counts as much; this says who knows.
    public func settle(_ reservation: Reservation) async throws {
        try await update(reservation, sql: "UPDATE entries SET state = 'spent' WHERE id = ?")
    }

    /// Gives back what was taken: the call was certainly not done.
    public func release(_ reservation: Reservation) async throws {
        try await update(reservation, sql: "DELETE FROM entries WHERE id = ?")
    }

    private func update(_ reservation: Reservation, sql: String) async throws {
        guard !reservation.entries.isEmpty else { return }
        try await writeInAnyCase { database in
            for id in reservation.entries.values {
                try database.execute(sql: sql, arguments: [id])
            }
        }
    }

    /// A task of its own: what became of a call is also to be known where its sender was cancelled.
    private func writeInAnyCase(
        _ change: @escaping @Sendable (Database) throws -> Void
    ) async throws {
        try await Task { [database] in try await database.write(change) }.value
    }

    /// Makes of the minutes that a call was allowed those that it took; never more.
    public func shorten(_ reservation: Reservation, toSeconds seconds: Int64) async throws {
        guard let id = reservation.entries[.minutes] else { return }
        try await writeInAnyCase { database in
            try database.execute(
                sql: "UPDATE entries SET amount = MIN(amount, ?) WHERE id = ?",
                arguments: [max(0, seconds), id])
        }
    }

    /// What is used and reserved of a kind.
    public func used(
        _ kind: BudgetKind, _ span: BudgetShortage.Span, at place: Place
    ) async throws -> Int64 {
        try await database.read { try Self.used(kind, span, place, in: $0) }
    }
}
