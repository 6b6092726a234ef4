import JSONValue

/// The voices: one for each stock replica, as no source lists them. They never change.
enum Voices {
    static let kind = "voices"

    static let handlers: [String: Handler] = ["voices.list": list]

    static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        let page = try Page(call.query, firstPage: 1, isNewestFirst: false)
        let found = stock.filter { voice in
            let search = call.query["search"]?.lowercased() ?? ""
            // The vendor's client says `tags`.
            let tags = call.query.list("tag") ?? call.query.list("tags") ?? []
            return (search.isEmpty || voice.name.contains(search))
                && (tags.isEmpty || tags.contains(where: voice.tags.contains))
        }
        let ordered = page.isDescending ? found.reversed() : found
        let rows = ordered.dropFirst(page.offset).prefix(page.limit)
        return .ok([
            "data": .array(rows.map { .object(Vocabulary.shown($0.shown, kind)) }),
            "total_count": .integer(Int64(found.count)),
            "page": .integer(Int64(page.number)),
            "limit": .integer(Int64(page.limit)),
        ])
    }

    private struct Voice {
        /// "anna-casual": the API calls it a slug.
        let name: String
        let replica: String
        let tags: [String]

        var shown: JSONObject {
            [
                "voice_name": .string(name), "replica_id": .string(replica), "audio_url": .null,
                "tags": .array(tags.map { ["tag_name": .string($0)] }),
            ]
        }
    }

    private static let stock: [Voice] = Stock.replicas.map { id, name in
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return Voice(
            name: words.joined(separator: "-"), replica: id,
            tags: ["stock"] + words.dropFirst().map(String.init))
    }
    .sorted { $0.name < $1.name }
}
