import JSONValue
import TavusAPI

/// Deployments: personas before the public. They are the account's; visitors' calls are in
/// ``PublicDeployments``.
enum Deployments: Behaviour {
    static let kind = "deployments"
    // Pages of "Deployments", 2026: 404; the words are the emulator's.
    static let unknown = Refusal(404, "Deployment not found")

    static let handlers: [String: Handler] = [
        "deployments.create": create,
        "deployments.get": { .ok(try shown(try found($0, $1), $0, $1)) },
        "deployments.list": list,
        "deployments.patch": patch,
        "deployments.delete": delete,
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields()
        // No source says in which state one is that is created without; the vendor's client always
        // sends active.
        var body: JSONObject = ["status": "active", "customization": [:], "limits": [:]]
        body.copy(call.operation.bodyFields.map(\.name), from: fields)
        try require(body, desk)
        let row = StoredResource(
            kind: kind, id: "d" + Identifiers.hex(16), name: body.string("name") ?? "",
            createdAt: desk.now, updatedAt: desk.now, body: body)
        try desk.rows.insert(row)
        return .ok(try shown(row, call, desk))
    }

    static func patch(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        let patch = try Patches.parsed(call.body)
        for path in patch.operations.map(\.path) {
            guard let field = path.tokens.first, !fieldNames.contains(field) else { continue }
            throw Refusal(400, "Invalid path: \(path) is not a field that can be patched")
        }
        row.body = try Patches.applied(patch, to: row.body)
        try require(row.body, desk)
        row.name = row.body.string("name") ?? ""
        row.updatedAt = desk.now
        try desk.rows.update(row)
        return .ok(try shown(row, call, desk))
    }

    static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        let page = try Page(
            call.query, firstPage: firstPage(desk.settings.dialect), isNewestFirst: isNewestFirst)
        var filter = RowFilter(kind: kind)
        try narrow(&filter, call, desk)
        let (rows, total) = try desk.rows.page(
            of: filter, isDescending: page.isDescending, limit: page.limit, offset: page.offset)
        return .ok([
            "deployments": .array(try rows.map { .object(try shown($0, call, desk)) }),
            "total": .integer(Int64(total)),
        ])
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        for name in ["pal_id", "channel", "status"] {
            guard let value = call.query[name], !value.isEmpty else { continue }
            filter.require(member: name, is: value)
        }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        var shown: JSONObject = ["deployment_id": .string(row.id)]
        for (key, value) in row.body where key != "password" { shown[key] = value }
        shown["has_password"] = .bool(password(of: row) != nil)
        shown["thumbnail_video_url"] = .null
        shown["thumbnail_image_url"] = .null
        shown["created_at"] = .string(Timestamp.seconds.string(row.createdAt))
        shown["updated_at"] = .string(Timestamp.seconds.string(row.updatedAt))
        return shown
    }

    /// With how often it was called, which other rows tell.
    private static func shown(
        _ row: StoredResource, _ call: Call, _ desk: Desk
    ) throws -> JSONObject {
        var shown = show(row, View(call, desk))
        shown["usage_total"] = .integer(Int64(try calls(of: row, desk)))
        shown["usage_today"] = .integer(Int64(try calls(of: row, desk, today: true)))
        return shown
    }

    private static let fieldNames = Set(
        (Catalogue.operation("deployments.create")?.bodyFields ?? []).map(\.name))

    private static func require(_ body: JSONObject, _ desk: Desk) throws {
        guard let id = body.string("pal_id") else { throw Refusal.badField("pal_id is required") }
        _ = try Personas.found(id: id, desk)
        let words = [
            "channel": ["widget", "embed", "landing-page"],
            "status": ["draft", "active", "inactive"],
        ]
        for (name, words) in words where !words.contains(body.string(name) ?? "") {
            throw Refusal.badField("\(name) must be one of \(words.joined(separator: ", "))")
        }
        for (name, value) in body["limits"]?.objectValue ?? [:] where !value.isNull {
            guard let number = value.integerValue, number >= 1 else {
                throw Refusal.badField("limits.\(name) must be a positive integer")
            }
        }
    }
}

extension Deployments {
    static func password(of row: StoredResource) -> String? {
        row.body.string("password").flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Parameter today: only those since midnight, UTC.
    static func calls(
        of row: StoredResource, _ desk: Desk, today: Bool = false, active: Bool = false
    ) throws -> Int {
        var calls = RowFilter(kind: Conversations.kind)
        calls.require(variant: row.id)
        let day = 86_400.0
        if today { calls.require("created_at >= ?", [(desk.now / day).rounded(.down) * day]) }
        if active { calls.require(unsettledAt: desk.now) }
        return try desk.rows.count(calls)
    }
}
