import JSONValue
import TavusAPI

/// Rows to begin with: `{"personas": [{"persona_id": "p1", "persona_name": "A", …}]}`.
///
/// Each is made by the resource's own create, so what the API would refuse is refused here, too; on
/// top of its fields a row may have an id, `created_at`, and the `status` it has come to.
struct Seed {
    private let rows: [(resource: APIResource, number: Int, fields: JSONObject)]

    /// What others refer to comes first.
    private static let order = ["replicas", "objectives", "guardrails", "documents", "personas"]

    /// - Throws: ``EmulatorError`` for a resource that is none or cannot be created.
    init(_ wanted: JSONObject) throws(EmulatorError) {
        var rows: [(resource: APIResource, number: Int, fields: JSONObject)] = []
        for (name, value) in wanted {
            guard let resource = Catalogue.resource(name),
                Responder.handlers["\(resource.name).create"] != nil
            else { throw EmulatorError("there is nothing to create called \"\(name)\"") }
            guard let list = value.arrayValue else {
                throw EmulatorError("\(name) must be a list of rows")
            }
            for (index, row) in list.enumerated() {
                guard let fields = row.objectValue else {
                    throw EmulatorError("\(name)[\(index + 1)] must be a row with its fields")
                }
                rows.append((resource, index + 1, fields))
            }
        }
        self.rows = rows.enumerated().sorted { left, right in
            (Self.place(left.element.resource), left.offset)
                < (Self.place(right.element.resource), right.offset)
        }.map(\.element)
    }

    private static func place(_ resource: APIResource) -> Int {
        order.firstIndex(of: resource.name) ?? order.count
    }

    /// Makes all rows, or none.
    /// - Returns: how many there are of each resource.
    func plant(_ desk: Desk) throws -> JSONObject {
        var counts: JSONObject = [:]
        for (resource, number, fields) in rows {
            do {
                try SeedRow(resource, fields).plant(desk)
            } catch let refusal as Refusal {
                let body = refusal.answer.body
                let text = (body?["error"] ?? body?["message"])?.stringValue ?? ""
                throw EmulatorError("\(resource.name)[\(number)]: \(text)")
            } catch let error as EmulatorError {
                throw EmulatorError("\(resource.name)[\(number)]: \(error.description)")
            }
            counts[resource.name] = .integer((counts[resource.name]?.integerValue ?? 0) + 1)
        }
        return counts
    }
}
