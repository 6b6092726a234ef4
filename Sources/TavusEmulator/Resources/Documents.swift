import JSONValue

/// Documents of the knowledge base: `processing` (`recrawling`), then `ready` or `error`.
enum Documents: Behaviour {
    static let kind = "documents"
    static let unknown = Refusal(404, "Document not found", .message)
    static let isNewestFirst = false
    static let echoesPage = true

    static let handlers: [String: Handler] = [
        "documents.create": create,
        "documents.get": get,
        "documents.list": list,
        "documents.update": update,
        "documents.delete": delete,
        "documents.recrawl": recrawl,
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try fields(of: call)
        let url = fields.string("document_url") ?? ""
        let isCrawl = fields["crawl"]?.objectValue != nil
        if isCrawl { try requireRoomForCrawl(desk) }
        var row = StoredResource(
            kind: kind, id: Identifiers.document(), variant: isCrawl ? crawl : "",
            name: fields.string("document_name") ?? Self.name(for: url), createdAt: desk.now,
            updatedAt: desk.now, body: ["tags": []])
        row.body.copy(call.operation.bodyFields.map(\.name), from: fields)
        if isCrawl { row.notes["crawl_count"] = 1 }
        schedule(&row, desk)
        try desk.rows.insert(row)
        return .ok(show(row, View(call, desk)))
    }

    /// Name and tags; the tags replace what was there.
    static func update(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        let fields = try fields(of: call)
        if let name = fields.string("document_name") { row.name = name }
        row.body.copy(["document_name", "tags"], from: fields)
        row.updatedAt = desk.now
        try desk.rows.update(row)
        return .ok(show(row, View(call, desk)))
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        switch call.query["status"] {
        case nil, "": break
        case "started":
            filter.require("begins_at > ?", [desk.now])
        case "processing":
            filter.require(unsettledAt: desk.now)
            filter.require("begins_at <= ?", [desk.now])
            filter.require("json_extract(notes, '$.is_recrawl') IS NULL")
        case "recrawling":
            filter.require(unsettledAt: desk.now)
            filter.require("json_extract(notes, '$.is_recrawl') = 1")
        case "ready":
            filter.require(settledAt: desk.now)
            filter.require("outcome IS NULL")
        case "error":
            filter.require(settledAt: desk.now)
            filter.require("outcome IS NOT NULL")
        default: filter.requireNothing()
        }
        if let text = call.query["name_or_uuid"], !text.isEmpty { filter.require(nameOrID: text) }
        if let tags = call.query.list("tags") { filter.require(anyTag: tags) }
        if let tags = call.query.list("participant_tags") {
            filter.require(anyTag: tags, in: "participant_tags")
        }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        var shown: JSONObject = [
            "uuid": .string(row.id),
            "document_id": .string(row.id),
            "document_name": .string(row.name),
            "document_url": row.body["document_url"] ?? .null,
            "status": "ready",
            "progress": 100,
            "error_message": .null,
            "created_at": .string(Timestamp.seconds.string(row.createdAt)),
            "updated_at": .string(Timestamp.seconds.string(row.changedAt(view.now))),
            "callback_url": row.body["callback_url"] ?? "",
            "tags": row.body["tags"] ?? [],
            "properties": row.body["properties"] ?? [:],
        ]
        switch row.phase(at: view.now) {
        case .waiting, .working:
            let first = row.phase(at: view.now) == .waiting ? "started" : "processing"
            shown["status"] = .string(row.notes["is_recrawl"] == nil ? first : "recrawling")
            shown["progress"] = .integer(progress(row, view))
        case .succeeded: break
        case .failed(let code):
            shown["status"] = "error"
            shown["progress"] = .null
            shown["error_message"] = .string(code)
        }
        addCrawl(row, view, to: &shown)
        return shown
    }

    // MARK: - Checks

    /// A member that is null counts as one that is not there.
    static func fields(of call: Call) throws -> JSONObject {
        let sent = try call.fields()
        var fields: JSONObject = [:]
        for (name, value) in sent where !value.isNull { fields[name] = value }
        if let crawl = fields["crawl"]?.objectValue {
            fields["crawl"] = .object(try checked(crawl: crawl))
        }
        return fields
    }

    // MARK: - Processing

    /// Fixes when the processing that starts now ends, and how.
    static func schedule(_ row: inout StoredResource, _ desk: Desk) {
        let url = row.body.string("document_url") ?? ""
        let duration = desk.settings.pace.processing(LiveDuration.document)
        let isRecrawl = row.notes["is_recrawl"] != nil
        // How long a document is `started` is in no source; a tenth can be seen.
        let wait = desk.settings.dialect.newDocument == .started && !isRecrawl ? duration / 10 : 0
        row.beginsAt = desk.now + wait
        row.settlesAt = desk.now + duration
        if let failure = Markers.failure(in: url) {
            row.outcome = failure.isEmpty ? "document_processing_failed" : failure
        } else {
            row.outcome = url.endOfFirst("://") != nil ? nil : "invalid_file_url"
        }
    }

    private static func progress(_ row: StoredResource, _ view: View) -> Int64 {
        Int64(row.progress(at: view.now))
    }

    /// A name from the last part of the URL, where none was given.
    private static func name(for url: String) -> String {
        let path = url.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        return path.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? url
    }
}
