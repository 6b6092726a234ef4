/// Which part of a list is asked for.
struct Page: Equatable {
    static let defaultLimit = 10
    // Stated for voices and pronunciation dictionaries only; elsewhere larger values are taken
    // without trouble, so the cap is silent.
    static let largestLimit = 100

    /// As the answer echoes it.
    let number: Int
    let limit: Int
    let offset: Int
    let isDescending: Bool

    init(_ query: Query, firstPage: Int, isNewestFirst: Bool) throws {
        let limit = try Self.integer("limit", query) ?? Self.defaultLimit
        guard limit >= 1 else { throw Refusal.badField("limit must be a positive integer") }
        self.limit = min(limit, Self.largestLimit)
        let page = try Self.integer("page", query) ?? firstPage
        guard page >= 0 else { throw Refusal.badField("page must not be negative") }
        // The vendor's CLI asks 1-based lists for page 0 and gets the first page.
        number = max(page, firstPage)
        let (offset, overflow) = (number - firstPage).multipliedReportingOverflow(by: self.limit)
        self.offset = overflow ? Int.max : offset
        isDescending = try Self.isDescending(query["sort"]) ?? isNewestFirst
    }

    private static func integer(_ name: String, _ query: Query) throws -> Int? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let value = Int(text) else {
            throw Refusal.badField(
                "\(name) must be \(name == "limit" ? "a positive" : "an") integer")
        }
        return value
    }

    /// Both pairs of words are used, by resource and by client, so each list takes both.
    private static func isDescending(_ word: String?) throws -> Bool? {
        switch word {
        case nil, "": nil
        case "asc", "ascending": false
        case "desc", "descending": true
        default: throw Refusal.badField("sort must be ascending or descending")
        }
    }
}
