import JSONValue
import TavusAPI

/// What one resource adds to the verbs that all of them share.
protocol Behaviour {
    /// The catalogue's name, which is also the rows' kind.
    static var kind: String { get }
    /// The answer to an id that is not there.
    static var unknown: Refusal { get }
    /// The order of a list that asks for none.
    static var isNewestFirst: Bool { get }
    /// Whether a list tells its own page and limit.
    static var echoesPage: Bool { get }

    /// The number of the first page of a list.
    static func firstPage(_ dialect: TavusEmulator.Dialect) -> Int

    static func show(_ row: StoredResource, _ view: View) -> JSONObject
    /// What narrows a list beyond its kind.
    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws
}

extension Behaviour {
    static func firstPage(_ dialect: TavusEmulator.Dialect) -> Int {
        Catalogue.resource(kind)?.firstPage ?? 1
    }

    static var isNewestFirst: Bool { true }
    static var echoesPage: Bool { false }

    /// - Throws: the resource's own answer for an id that is unknown, malformed or deleted.
    static func found(_ call: Call, _ desk: Desk) throws -> StoredResource {
        try found(id: call.ids[0], desk)
    }

    static func found(id: String, _ desk: Desk) throws -> StoredResource {
        guard let row = try desk.rows.findLiving(kind, id) else {
            switch desk.settings.dialect.unknownID {
            case .observed: throw unknown
            case .notFound: throw unknown.with(status: 404)
            }
        }
        return row
    }

    static func get(_ call: Call, _ desk: Desk) throws -> Answer {
        .ok(Vocabulary.shown(show(try found(call, desk), View(call, desk)), kind))
    }

    static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        let page = try Page(
            call.query, firstPage: firstPage(desk.settings.dialect), isNewestFirst: isNewestFirst)
        var filter = RowFilter(kind: kind)
        try narrow(&filter, call, desk)
        let (rows, total) = try desk.rows.page(
            of: filter, isDescending: page.isDescending, limit: page.limit, offset: page.offset)
        let view = View(call, desk, isListed: true)
        var body: JSONObject = [
            "data": .array(rows.map { .object(Vocabulary.shown(show($0, view), kind)) }),
            "total_count": .integer(Int64(total)),
        ]
        if echoesPage {
            body["page"] = .integer(Int64(page.number))
            body["limit"] = .integer(Int64(page.limit))
        }
        return .ok(body)
    }

    /// A soft delete keeps the row, so that what refers to it still finds it; `hard=true` does not.
    static func delete(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        guard !row.isStock else {
            throw Refusal(400, "\(row.id) is a stock row of the emulator and cannot be deleted")
        }
        if call.query.isOn("hard") {
            try desk.rows.remove(row)
        } else {
            row.isDeleted = true
            row.updatedAt = desk.now
            try desk.rows.update(row)
        }
        return .noContent
    }

    /// Stores a new name, the only field of `PATCH …/name`.
    static func rename(_ call: Call, _ desk: Desk, field: String) throws -> Answer {
        var row = try found(call, desk)
        let fields = try call.fields()
        guard let name = fields.string(field), !name.isEmpty else {
            throw Refusal.badField("\(field) is required")
        }
        row.name = name
        row.body[field] = .string(name)
        row.updatedAt = desk.now
        try desk.rows.update(row)
        return .ok(Vocabulary.shown(show(row, View(call, desk)), kind))
    }
}
