import GRDB
import JSONValue

/// The deliveries of one data file: written in the transaction of the change that they tell of, so
/// that neither gets lost without the other.
enum WebhookQueue {
    /// Deliveries that may wait; what comes beyond is listed as dropped.
    static let capacity = 10_000
    /// Deliveries that have come to an end and are still listed.
    static let remembered = 1000

    /// Queues what the record will announce from `now` on, in place of what it would have.
    ///
    /// - Returns: whether there is anything to wait for.
    static func plan(
        _ row: StoredResource, _ pace: Pace, at now: Double, _ database: Database
    ) throws -> Bool {
        guard let url = row.body.string("callback_url"), !url.isEmpty else { return false }
        try cancel(row, after: now, database)
        guard !row.isDeleted else { return false }
        for announcement in Announcement.all(of: row, pace) where announcement.time >= now {
            try add(
                WebhookSubject(kind: row.kind, id: row.id, event: announcement.event), url: url,
                body: announcement.body, dueAt: announcement.time, database)
        }
        return true
    }

    /// Takes back what has not happened yet.
    static func cancel(_ row: StoredResource, after now: Double, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                DELETE FROM webhooks
                WHERE kind = ? AND record_id = ? AND state = 'pending' AND due_at > ?
                """)
        try statement.execute(arguments: [row.kind, row.id, now])
    }

    /// Adds a delivery, unless it is there already: a second change at the same moment.
    static func add(
        _ subject: WebhookSubject, url: String, body: JSONObject, dueAt: Double,
        _ database: Database
    ) throws {
        let waiting = try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT count(*) FROM webhooks WHERE state = 'pending'"))
        let isFull = (waiting ?? 0) >= capacity
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO webhooks
                    (kind, record_id, event, url, body, due_at, next_try_at, state, problem)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8
                WHERE NOT EXISTS (SELECT 1 FROM webhooks
                    WHERE kind = ?1 AND record_id = ?2 AND event = ?3 AND due_at = ?6)
                """)
        try statement.execute(arguments: [
            subject.kind, subject.id, subject.event, url, JSONValue.object(body).serialized(),
            dueAt, isFull ? "dropped" : "pending",
            isFull ? "\(capacity) deliveries were waiting already" : nil,
        ])
    }

    /// When the next one may be tried.
    static func nextTime(_ database: Database) throws -> Double? {
        try Double.fetchOne(
            database.cachedStatement(
                sql: "SELECT min(next_try_at) FROM webhooks WHERE state = 'pending'"))
    }

    /// Takes up to `limit` deliveries that are due for this process, in order; of one record never a
    /// second before the first has come to an end.
    ///
    /// - Parameter wall: the time of leases: what a process has taken that died is free again after a
    ///   while, whatever the emulator's clock says.
    static func claim(
        limit: Int, at now: Double, wall: Double, _ database: Database
    ) throws -> [Webhook] {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE webhooks SET claimed_until = ?1 + \(WebhookCourier.lease)
                WHERE sequence IN (
                    SELECT sequence FROM webhooks AS one
                    WHERE state = 'pending' AND next_try_at <= ?2 AND claimed_until <= ?1
                        AND NOT EXISTS (SELECT 1 FROM webhooks AS earlier
                            WHERE earlier.state = 'pending' AND earlier.kind = one.kind
                                AND earlier.record_id = one.record_id
                                AND (earlier.due_at, earlier.sequence) < (one.due_at, one.sequence))
                    ORDER BY due_at, sequence LIMIT ?3)
                RETURNING \(Webhook.columns)
                """)
        let rows = try Row.fetchAll(statement, arguments: [wall, now, limit])
        return rows.map(Webhook.init).sorted { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }
    }

    /// Keeps what a try has come to.
    static func settle(_ webhook: Webhook, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE webhooks SET state = ?, tries = ?, next_try_at = ?, claimed_until = 0,
                    status = ?, problem = ? WHERE sequence = ?
                """)
        try statement.execute(arguments: [
            webhook.state.rawValue, webhook.tries, webhook.nextTryAt, webhook.status,
            webhook.problem, webhook.id,
        ])
        try database.execute(
            sql: """
                DELETE FROM webhooks WHERE state <> 'pending' AND sequence NOT IN (
                    SELECT sequence FROM webhooks WHERE state <> 'pending'
                    ORDER BY sequence DESC LIMIT \(remembered))
                """)
    }

    /// Oldest first, at most the `limit` newest.
    static func list(limit: Int, _ database: Database) throws -> [Webhook] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(Webhook.columns) FROM webhooks
                ORDER BY due_at DESC, sequence DESC LIMIT ?
                """)
        return try Row.fetchAll(statement, arguments: [limit]).reversed().map(Webhook.init)
    }
}
