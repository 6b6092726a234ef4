import JSONValue

/// The tags that records of one kind have, and the passages of a document. tavus-cli 0.11, 2026.
enum Tags {
    static let handlers: [String: Handler] = [
        "documents.tags": { try list(RowFilter(kind: Documents.kind), $0, $1) },
        "guardrails.tags": { try list(Guardrails.singles, $0, $1) },
        "documents.chunks": chunks,
    ]

    /// In alphabetical order; no source tells the service's.
    private static func list(_ filter: RowFilter, _ call: Call, _ desk: Desk) throws -> Answer {
        let page = try Page(call.query, firstPage: 1, isNewestFirst: false)
        let tags = try desk.rows.tags(of: filter, containing: call.query["search"] ?? "")
        let shown = tags.dropFirst(page.offset).prefix(page.limit)
        return .ok([
            "tags": .array(shown.map { .string($0) }), "total_count": .integer(Int64(tags.count)),
        ])
    }

    /// No source shows this answer; it has what the vendor's client looks for.
    private static func chunks(_ call: Call, _ desk: Desk) throws -> Answer {
        let row = try Documents.found(call, desk)
        guard row.phase(at: desk.now) == .succeeded else { return .ok(["chunks": []]) }
        let text = "The emulator opens no files; this passage stands for those of \(row.name)."
        return .ok(["chunks": [["content": .string(text)]]])
    }
}
