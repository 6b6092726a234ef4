import GRDB
import JSONValue

/// The rows as a handler sees them: no SQL, and no transaction to forget.
struct RowAccess {
    let database: Database
    let now: Double
    let pace: Pace
    let queued = QueuedWebhooks()

    /// Whether a change has queued webhooks: the courier has to be told when it is committed.
    final class QueuedWebhooks {
        var any = false
    }

    func find(_ kind: String, _ id: String) throws -> StoredResource? {
        try Rows.find(kind, id, database)
    }

    /// As ``find(_:_:)``, without rows that were deleted.
    func findLiving(_ kind: String, _ id: String) throws -> StoredResource? {
        try find(kind, id).flatMap { $0.isDeleted ? nil : $0 }
    }

    func insert(_ row: StoredResource) throws {
        try Rows.insert(row, database)
        try announce(row)
    }

    func update(_ row: StoredResource) throws {
        try Rows.update(row, database)
        try announce(row)
    }

    func remove(_ row: StoredResource) throws {
        try Rows.remove(row, database)
        try WebhookQueue.cancel(row, after: now, database)
    }

    /// Queues a webhook that no record has caused.
    func announce(_ event: String, to url: String, body: JSONObject) throws {
        let subject = WebhookSubject(kind: "", id: Identifiers.hex(16), event: event)
        try WebhookQueue.add(subject, url: url, body: body, dueAt: now, database)
        queued.any = true
    }

    private func announce(_ row: StoredResource) throws {
        if try WebhookQueue.plan(row, pace, at: now, database) { queued.any = true }
    }

    func count(_ filter: RowFilter) throws -> Int { try Rows.count(filter, database) }

    func all(_ filter: RowFilter) throws -> [StoredResource] { try Rows.all(filter, database) }

    /// Seconds from creation to end, or to `now` where the end is still to come, of all rows of a
    /// kind, deleted ones included.
    func lifetime(of kind: String, until now: Double) throws -> Double {
        try Rows.lifetime(of: kind, until: now, database)
    }

    /// The tags of these rows, each once and in alphabetical order.
    func tags(of filter: RowFilter, containing text: String) throws -> [String] {
        try Rows.tags(of: filter, containing: text, database)
    }

    func page(
        of filter: RowFilter, isDescending: Bool, limit: Int, offset: Int
    ) throws -> (rows: [StoredResource], total: Int) {
        try Rows.page(
            of: filter, isDescending: isDescending, limit: limit, offset: offset, database)
    }
}
