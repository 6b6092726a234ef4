import JSONValue
import Testing

@testable import TavusClient

@Suite struct PagerTests {
    /// A server's list: rows by id, a size of its own, and the number it gives its first page.
    private struct Server {
        var ids: [String]
        var firstPage = 1
        var size = 10
        var tellsTotal = true
        var ignoresPage = false

        func page(_ number: Int?) -> JSONValue {
            let place =
                ignoresPage ? 0 : max(0, (number ?? firstPage) - firstPage)
            let rows = ids.dropFirst(place * size).prefix(size)
            var page: JSONObject = ["data": .array(rows.map { ["id": .string($0)] })]
            if tellsTotal { page["total_count"] = .integer(Int64(ids.count)) }
            return .object(page)
        }
    }

    private static func ids(_ count: Int) -> [String] { (0..<count).map { "i\($0)" } }

    /// All rows, and the pages that were asked for.
    private static func walk(
        _ server: Server, firstPage: Int
    ) -> (rows: [String], pages: [Int?]) {
        var pager = Pager(firstPage: firstPage, idFields: ["id"])
        var rows: [String] = []
        var pages: [Int?] = []
        while let page = pager.next, pages.count < 50 {
            pages.append(page.number)
            rows += pager.accept(server.page(page.number)).compactMap { $0["id"]?.stringValue }
        }
        return (rows, pages)
    }

    @Test(
        arguments: [
            (0, [nil]), (1, [nil]), (10, [nil]), (11, [nil, 2]), (25, [nil, 2, 3]),
            (30, [nil, 2, 3]),
        ] as [(Int, [Int?])])
    func aListThatTellsItsLengthIsReadWithoutAPageTooMany(count: Int, pages: [Int?]) {
        let walk = Self.walk(Server(ids: Self.ids(count)), firstPage: 1)
        #expect(walk.rows == Self.ids(count))
        #expect(walk.pages == pages)
    }

    @Test func aListThatCountsFromZero() {
        let walk = Self.walk(Server(ids: Self.ids(25), firstPage: 0), firstPage: 0)
        #expect(walk.rows == Self.ids(25))
        #expect(walk.pages == [nil, 1, 2])
    }

    @Test(
        arguments: [
            (0, [nil]), (9, [nil, 2]), (10, [nil, 2]), (25, [nil, 2, 3]), (30, [nil, 2, 3, 4]),
        ] as [(Int, [Int?])])
    func aListWithoutLengthEndsAtAnEmptyOrShortPage(count: Int, pages: [Int?]) {
        let walk = Self.walk(Server(ids: Self.ids(count), tellsTotal: false), firstPage: 1)
        #expect(walk.rows == Self.ids(count))
        #expect(walk.pages == pages)
    }

    @Test func aWrongFirstPageLosesNoRow() {
        let fromZero = Self.walk(Server(ids: Self.ids(35), firstPage: 0), firstPage: 1)
        #expect(fromZero.rows.sorted() == Self.ids(35).sorted())
        #expect(fromZero.pages == [nil, 2, 3, 1])
        let fromOne = Self.walk(Server(ids: Self.ids(35), firstPage: 1), firstPage: 0)
        #expect(fromOne.rows == Self.ids(35))
        #expect(fromOne.pages == [nil, 1, 2, 3, 4])
    }

    @Test func aServerThatIgnoresPagesEnds() {
        let walk = Self.walk(Server(ids: Self.ids(35), ignoresPage: true), firstPage: 1)
        #expect(walk.rows == Self.ids(10))
        #expect(walk.pages == [nil, 2, 3, 1])
        let silent = Server(ids: Self.ids(35), tellsTotal: false, ignoresPage: true)
        #expect(Self.walk(silent, firstPage: 1).pages == [nil, 2])
    }

    @Test func rowsThatShiftBetweenPagesComeOnce() {
        var pager = Pager(firstPage: 1, idFields: ["id"])
        func rows(_ ids: [String], total: Int) -> [Int] { pager.accept(ids: ids, total: total) }
        #expect(rows(["a", "b"], total: 4) == [0, 1])
        // A row was added in front: "b" is now on the second page too, and its first id is known.
        #expect(rows(["b", "c"], total: 5) == [1])
        #expect(pager.next == .number(3))
        #expect(rows(["d"], total: 5) == [0])
        #expect(pager.next == .number(1))
        #expect(rows(["new", "a"], total: 5) == [0])
        #expect(pager.next == nil)
    }

    @Test func aRowWithoutIdIsAlwaysNew() {
        var pager = Pager(firstPage: 1, idFields: ["id"])
        #expect(pager.accept(ids: [nil, nil], total: 2) == [0, 1])
        #expect(pager.next == nil)
    }

    @Test func rowsWithoutIDsAndATotalEndWithTheirPage() {
        var pager = Pager(firstPage: 1, idFields: ["id"])
        #expect(pager.accept(ids: [nil, nil], total: nil) == [0, 1])
        #expect(pager.next == nil)
    }

    @Test(arguments: [0, -1, 9]) func aTotalBelowTheRowsOfAPageCountsNothing(total: Int) {
        var pager = Pager(firstPage: 1, idFields: ["id"])
        #expect(pager.accept(ids: Self.ids(10), total: total).count == 10)
        #expect(pager.next == .number(2))
    }
}
