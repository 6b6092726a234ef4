import JSONValue

/// Documents that were made by following links, which may be done again.
extension Documents {
    static let crawl = "crawl"
    // Official file, 2026-05: 100 documents made by crawling, five crawls at once.
    private static let crawlLimit = 100
    private static let concurrentCrawls = 5

    static func recrawl(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        let fields = try fields(of: call)
        if let settings = fields["crawl"] { row.body["crawl"] = settings }
        guard row.body["crawl"]?.objectValue != nil else {
            throw Refusal(400, "Document was not created with crawl configuration")
        }
        switch row.phase(at: desk.now) {
        case .waiting, .working:
            let status = show(row, View(call, desk)).string("status") ?? "processing"
            throw Refusal(
                409,
                "Document must be in 'ready' or 'error' state to recrawl, current status: \(status)"
            )
        case .succeeded, .failed: break
        }
        let crawledAt = row.notes["crawled_at"]?.numberValue ?? row.createdAt
        let wait = crawledAt + LiveDuration.recrawlCooldown - desk.now
        guard wait <= 0 else {
            let minutes = Int((wait / 60).rounded(.up))
            throw Refusal(
                429,
                "Recrawl cooldown: please wait \(minutes) minutes before recrawling this document.")
        }
        try requireFreeCrawl(desk)
        let count = row.notes["crawl_count"]?.integerValue ?? 0
        row.notes["crawl_count"] = .integer(count + 1)
        row.notes["is_recrawl"] = true
        row.notes["crawled_at"] = .number(desk.now)
        row.updatedAt = desk.now
        schedule(&row, desk)
        try desk.rows.update(row)
        return Answer(status: 202, body: .object(show(row, View(call, desk))))
    }

    /// The settings without members that are null.
    static func checked(crawl settings: JSONObject) throws -> JSONObject {
        var crawl = settings
        for (name, range) in [("depth", 1...10), ("max_pages", 1...100)] {
            guard let value = crawl[name], !value.isNull else {
                crawl.removeValue(forKey: name)
                continue
            }
            guard let number = value.integerValue, range.contains(Int(number)) else {
                throw Refusal.badField(
                    "crawl.\(name) must be between \(range.lowerBound) and \(range.upperBound)")
            }
        }
        return crawl
    }

    static func requireRoomForCrawl(_ desk: Desk) throws {
        var crawled = RowFilter(kind: kind)
        crawled.require(variant: crawl)
        guard try desk.rows.count(crawled) < crawlLimit else {
            throw Refusal(
                429,
                "Crawl document limit reached (\(crawlLimit)). Contact support@tavus.io to increase"
                    + " your limit.")
        }
        try requireFreeCrawl(desk)
    }

    private static func requireFreeCrawl(_ desk: Desk) throws {
        var crawling = RowFilter(kind: kind)
        crawling.require(variant: crawl)
        crawling.require(unsettledAt: desk.now)
        // No source shows this text.
        guard try desk.rows.count(crawling) < concurrentCrawls else {
            throw Refusal(429, "At most \(concurrentCrawls) crawls may run at once")
        }
    }

    static func addCrawl(_ row: StoredResource, _ view: View, to shown: inout JSONObject) {
        guard let crawl = row.body["crawl"], !crawl.isNull else { return }
        shown["crawl_config"] = crawl
        shown["crawled_urls"] =
            row.phase(at: view.now) == .succeeded
            ? .array([row.body["document_url"] ?? .null]) : []
        let crawledAt = row.notes["crawled_at"]?.numberValue ?? row.createdAt
        shown["last_crawled_at"] = .string(Timestamp.seconds.string(crawledAt))
        shown["crawl_count"] = row.notes["crawl_count"] ?? 1
    }
}
