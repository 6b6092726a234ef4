import JSONValue
import TavusAPI

/// Which page of a list comes next, and which rows of a page are new. It sends nothing.
///
/// ```swift
/// var pager = Pager(of: personas)
/// while let page = pager.next {
///     let answer = try await client.send(list(page))       // nil: ask without `page`
///     for row in pager.accept(try JSONValue(parsing: answer.body)).rows { … }
/// }
/// ```
///
/// Resources count pages from 0 or from 1, for videos the sources disagree, and on lists that count
/// from 1 page 0 is the first page too (reference, "Pagination", 2025-11). So the first request names
/// no page, the numbers after it come from the catalogue, and if at the end rows are missing, the
/// page that a wrong guess jumped over is asked for once.
public struct Pager: Sendable, Equatable {
    /// The `page` of a request.
    public enum Page: Sendable, Equatable {
        /// No `page` at all: the server's first one.
        case unnumbered
        case number(Int)

        /// The query value; nil for the first request.
        public var number: Int? {
            guard case .number(let number) = self else { return nil }
            return number
        }
    }

    /// The page to ask for; nil when the list has ended.
    public private(set) var next: Page? = .unnumbered

    private let firstPage: Int
    private let idFields: [String]
    private let fields: APIResource.PageFields
    private var seen: Set<String> = []
    private var anonymousRows = 0
    private var firstCount: Int?
    private var hasSeenStalePage = false
    private var hasTriedSkippedPage = false

    public init(of resource: APIResource) {
        self.init(
            firstPage: resource.firstPage, idFields: resource.idNames, fields: resource.page)
    }

    init(
        firstPage: Int, idFields: [String],
        fields: APIResource.PageFields = APIResource.PageFields()
    ) {
        self.firstPage = firstPage
        self.idFields = idFields
        self.fields = fields
    }

    /// Takes a page as the server sent it and decides what comes next.
    ///
    /// - Returns: the rows that no earlier page had, in the server's order.
    public mutating func accept(_ page: JSONValue) -> [JSONValue] {
        let rows = page.arrayValue ?? page[fields.rows]?.arrayValue ?? []
        let ids = rows.map { row in
            idFields.lazy.compactMap { row[$0]?.stringValue }.first
        }
        let total = page[fields.total]?.integerValue.flatMap { Int(exactly: $0) }
        return accept(ids: ids, total: total).map { rows[$0] }
    }

    /// The same for a caller that has read the page itself.
    ///
    /// - Parameters:
    ///   - ids: one for each row; nil where the row has none, which is then always new.
    ///   - total: the answer's `total_count`.
    /// - Returns: the places of the rows that no earlier page had.
    public mutating func accept(ids: [String?], total: Int?) -> [Int] {
        guard let asked = next else { return [] }
        let fresh = ids.indices.filter { place in
            guard let id = ids[place] else {
                anonymousRows += 1
                return true
            }
            return seen.insert(id).inserted
        }
        // Fewer than there are on this page alone: no number of rows.
        let total = total.flatMap { $0 < ids.count ? nil : $0 }
        // Rows without an id look new on every page: without a total, a server that ignores `page` would be
        // asked for ever.
        let known = total == nil ? fresh.count { ids[$0] != nil } : fresh.count
        next = following(asked, count: ids.count, freshCount: known, total: total)
        return fresh
    }

    private mutating func following(
        _ asked: Page, count: Int, freshCount: Int, total: Int?
    ) -> Page? {
        let collected = seen.count + anonymousRows
        let isFirst = firstCount == nil
        let firstCount = firstCount ?? count
        self.firstCount = firstCount
        // Servers cap `limit` silently, so a page is short only beside the first one.
        let isShort = count == 0 || count < firstCount
        let isAll = total.map { collected >= $0 } ?? false
        if isAll { return nil }
        if hasTriedSkippedPage { return nil }
        if isShort || (freshCount == 0 && (total == nil || hasSeenStalePage)) {
            return isFirst ? nil : skippedPage(collected: collected, total: total)
        }
        // A page of known rows only: the server counts from 1 where the catalogue says 0, or it
        // ignores `page`. One more request tells which.
        if freshCount == 0 { hasSeenStalePage = true }
        return .number((asked.number ?? firstPage) + 1)
    }

    /// The page numbered like the first one, if rows are missing: where the server counts from 0 and
    /// the catalogue says 1, it was jumped over.
    private mutating func skippedPage(collected: Int, total: Int?) -> Page? {
        guard let total, collected < total else { return nil }
        hasTriedSkippedPage = true
        return .number(firstPage)
    }
}
