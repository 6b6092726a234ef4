import JSONValue
import TavusAPI

/// One row of a ``Seed``.
struct SeedRow {
    private let resource: APIResource
    private let id: String?
    private let createdAt: Double?
    private let status: String?
    private let reason: String?
    /// What is left for create.
    private let fields: JSONObject

    init(_ resource: APIResource, _ fields: JSONObject) throws(EmulatorError) {
        var fields = fields
        self.resource = resource
        let ids =
            ([resource.idField] + resource.idAliases
            + resource.outputAliases.compactMap {
                $0.field == resource.idField ? $0.name : nil
            }).compactMap { fields.removeValue(forKey: $0)?.stringValue }
        id = ids.first
        createdAt = try Self.time(fields.removeValue(forKey: "created_at"))
        let word = resource.lifecycle.flatMap { fields.removeValue(forKey: $0.field)?.stringValue }
        if let word, let lifecycle = resource.lifecycle {
            let words = lifecycle.pending + lifecycle.succeeded + lifecycle.failed
            guard words.contains(word) else {
                throw EmulatorError("status must be one of \(words.joined(separator: ", "))")
            }
        }
        status = word
        reason =
            fields.removeValue(forKey: "error_message")?.stringValue
            ?? fields.removeValue(forKey: "shutdown_reason")?.stringValue
        self.fields = fields
    }

    private static func time(_ value: JSONValue?) throws(EmulatorError) -> Double? {
        guard let value, !value.isNull else { return nil }
        let time = value.numberValue ?? value.stringValue.flatMap { APITimestamp.parse($0) }
        guard let time, Timestamp.range.contains(time) else {
            throw EmulatorError(
                "created_at must be a time as the API writes it, or seconds since 1970, in the years 0 to 9999"
            )
        }
        return time
    }

    func plant(_ desk: Desk) throws {
        let made = try create(desk)
        guard var row = try desk.rows.find(resource.name, made) else {
            throw EmulatorError("\(resource.name) cannot be seeded")
        }
        if let id {
            guard try desk.rows.find(resource.name, id) == nil else {
                throw EmulatorError("\(id) is there already")
            }
            try desk.rows.remove(row)
            row = row.with(id: id)
        }
        settle(&row, now: desk.now)
        if id == nil { try desk.rows.update(row) } else { try desk.rows.insert(row) }
    }

    /// - Returns: the id that the row has got.
    private func create(_ desk: Desk) throws -> String {
        guard let operation = Catalogue.operation("\(resource.name).create"),
            let handler = Responder.handlers[operation.id]
        else { throw EmulatorError("\(resource.name) cannot be created") }
        let call = Call(
            route: Router.Route(operation, path: operation.path, handler), ids: [],
            query: Query(), body: .object(fields))
        var settings = desk.settings
        // Limits are for those who ask the API.
        settings.concurrencyLimit = .max
        settings.credits = nil
        // Created then, with all that follows from the time; what is past is not announced any more.
        let then = Desk(rows: desk.rows, now: createdAt ?? desk.now, settings: settings)
        guard let id = ForcedFailure.id(in: try handler(call, then).body, resource.name) else {
            throw EmulatorError("\(resource.name) cannot be seeded")
        }
        return id
    }

    /// Brings the row to the state that it shall have come to; what shall be under way stays so.
    private func settle(_ row: inout StoredResource, now: Double) {
        guard let status, let lifecycle = resource.lifecycle else { return }
        if lifecycle.pending.contains(status) {
            row.settlesAt = max(row.settlesAt ?? now, .greatestFiniteMagnitude)
            return
        }
        let isCall = resource.name == Conversations.kind
        let hasFailed = lifecycle.failed.contains(status) || isCall
        if !isCall || (row.settlesAt ?? now) > now {
            row.beginsAt = row.beginsAt.map { min($0, row.createdAt) }
            row.settlesAt = isCall ? now : row.createdAt
            row.outcome = hasFailed ? (isCall ? CallPlan.endedByRequest : nil) : nil
        }
        if hasFailed {
            row.outcome = reason ?? row.outcome ?? ForcedFailure.defaultReasons[row.kind]
        }
        row.isDeleted = status == "deleted"
    }
}

extension StoredResource {
    fileprivate func with(id: String) -> StoredResource {
        StoredResource(
            kind: kind, id: id, isStock: isStock, variant: variant, name: name,
            createdAt: createdAt, updatedAt: updatedAt, beginsAt: beginsAt, settlesAt: settlesAt,
            outcome: outcome, isDeleted: isDeleted, body: body, notes: notes)
    }
}
