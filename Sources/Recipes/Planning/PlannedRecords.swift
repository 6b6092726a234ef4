import JSONValue
import TavusAPI

/// What is known of records during a dry run: those that it would make, and those that it has read and
/// would change.
struct PlannedRecords: Sendable {
    private enum Known: Sendable {
        case record(JSONObject)
        case deleted
    }

    /// By the path of the record, in the reference's names: "/v2/personas/p1".
    private var known: [String: Known] = [:]
    private var order: [String: [String]] = [:]
    private(set) var count = 0
    /// What the plan writes to, known or not.
    private(set) var touched: Set<String> = []

    /// The answer for a call that makes a record: what was sent, and placeholders for its id and links.
    ///
    /// Links and ids are all that scripts pass on; any other field that the service would add is something
    /// to decide by, and reading it is told to ``PlanRecorder/unknown(_:of:at:)``.
    mutating func create(
        _ request: TavusRequest, _ operation: APIOperation
    ) -> (answer: JSONObject, makes: PlannedCall.Made)? {
        guard let resource = operation.made.flatMap({ Catalogue.resource($0) }) else { return nil }
        count += 1
        var record: JSONObject = [:]
        var fields: [String] = []
        func give(_ name: String) {
            guard record[name] == nil else { return }
            record[name] = .string(Placeholder(field: name, number: count).text)
            fields.append(name)
        }
        give(resource.idField)
        for (name, value) in request.body?.objectValue ?? [:] { record[name] = value }
        for name in operation.answerFields where name.hasSuffix("_id") || name.hasSuffix("_url") {
            give(name)
        }
        if let id = record[resource.idField]?.stringValue {
            known["/v2/\(resource.name)/\(id)"] = .record(record)
            order[resource.name, default: []].append(id)
        }
        return (record, PlannedCall.Made(number: count, fields: fields))
    }

    /// Remembers a record as the service told it.
    mutating func note(_ record: JSONValue, at path: String) {
        guard let members = record.objectValue else { return }
        if case .deleted? = known[path] { return }
        known[path] = .record(members)
    }

    /// The record at this path, where it is planned or planned to change; nil: the service knows it.
    func record(at path: String) -> JSONObject? {
        if case .record(let record)? = known[path] { record } else { nil }
    }

    func isDeleted(_ path: String) -> Bool {
        if case .deleted? = known[path] { true } else { false }
    }

    mutating func delete(_ path: String) { known[path] = .deleted }

    mutating func touch(_ path: String) { touched.insert(path) }

    /// Applies a change to what is known.
    /// - Returns: the record after it; nil where not all of it is known.
    mutating func change(_ path: String, by body: JSONValue?) -> JSONObject? {
        guard var record = record(at: path) else { return nil }
        if case .array? = body {
            guard let patched = Self.patched(record, by: body) else { return record }
            record = patched
        } else {
            for (name, value) in body?.objectValue ?? [:] { record[name] = value }
        }
        known[path] = .record(record)
        return record
    }

    private static func patched(_ record: JSONObject, by body: JSONValue?) -> JSONObject? {
        guard let body else { return nil }
        do {
            return try JSONPatch(parsing: body).applied(to: .object(record)).objectValue
        } catch {
            return nil  // The service will say so; a plan need not.
        }
    }

    /// The planned records of a resource, in the order in which they would be made.
    func made(of resource: String) -> [JSONObject] {
        (order[resource] ?? []).compactMap { record(at: "/v2/\(resource)/\($0)") }
    }
}
