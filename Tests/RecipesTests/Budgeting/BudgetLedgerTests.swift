import Foundation
import JSONValue
import Recipes
import TavusAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct BudgetLedgerTests {
    private static let place = BudgetLedger.Place(run: "r1", profile: "acme", day: "2025-11-21")

    private static func create(_ path: String, _ body: JSONValue = [:]) -> CallCost {
        CallCost(of: TavusRequest(method: .post, path: path, body: body))
    }

    private static let video = create("/v2/videos")

    private func limits(_ table: JSONObject) throws -> Budget { try Budget(table, at: "budget") }

    @Test(
        arguments: [
            ("POST", "/v2/videos", [:], ["creates": 1, "videos": 1, "requests": 1]),
            (
                "POST", "/v2/conversations", [:],
                ["creates": 1, "conversations": 1, "minutes": 3600, "requests": 1]
            ),
            (
                "POST", "/v2/conversations", ["properties": ["max_call_duration": 90]],
                ["creates": 1, "conversations": 1, "minutes": 90, "requests": 1]
            ),
            (
                "POST", "/v2/conversations", ["test_mode": true],
                ["creates": 1, "conversations": 1, "requests": 1]
            ),
            (
                "POST", "/v2/deployments/d1/start", [:],
                ["creates": 1, "conversations": 1, "minutes": 3600, "requests": 1]
            ),
            ("POST", "/v2/conversations/c1/end", [:], ["requests": 1]),
            ("GET", "/v2/videos", [:], ["requests": 1]),
            ("POST", "/v2/things", [:], ["creates": 1, "requests": 1]),
        ] as [(String, String, JSONValue, [String: Int64])])
    func aCallCostsAtWorst(
        _ method: String, _ path: String, _ body: JSONValue, _ amounts: [String: Int64]
    ) throws {
        let method = try #require(HTTPMethod(rawValue: method))
        let cost = CallCost(of: TavusRequest(method: method, path: path, body: body))
        #expect(
            Dictionary(uniqueKeysWithValues: cost.amounts.map { ($0.key.name, $0.value) })
                == amounts)
    }

    @Test func whatIsReservedIsUsedUntilItIsReleased() async throws {
        let ledger = try BudgetLedger(path: nil)
        let budget = try limits(["videos": 2])
        let first = try await ledger.reserve(Self.video, within: budget, at: Self.place)
        let second = try await ledger.reserve(Self.video, within: budget, at: Self.place)
        try await ledger.settle(first)
        let shortage = await #expect(throws: BudgetShortage.self) {
            try await ledger.reserve(Self.video, within: budget, at: Self.place)
        }
        #expect(
            shortage?.message
                == "not sent: the budget of this run is 2 videos, 2 used. --budget videos=N sets another limit"
        )
        try await ledger.release(second)
        #expect(try await ledger.used(.resource("videos"), .run, at: Self.place) == 1)
        _ = try await ledger.reserve(Self.video, within: budget, at: Self.place)
    }

    @Test func aCallThatHasNoRoomInOneLimitTakesNothingOfTheOthers() async throws {
        let ledger = try BudgetLedger(path: nil)
        let call = Self.create("/v2/conversations")
        let shortage = await #expect(throws: BudgetShortage.self) {
            try await ledger.reserve(
                call, within: limits(["conversations": 5, "minutes": 30]), at: Self.place)
        }
        #expect(
            shortage?.message == """
                not sent: the budget of this run is 30 minutes, 0 used, and this call may take 60. \
                --budget minutes=N sets another limit
                """)
        #expect(shortage?.facts["limit"] == 30)
        #expect(try await ledger.used(.resource("conversations"), .run, at: Self.place) == 0)
    }

    @Test func aDayCountsAllRunsOfAProfileAndNoOther() async throws {
        let ledger = try BudgetLedger(path: nil)
        let budget = try limits(["per_day": ["creates": 2]])
        func spend(_ run: String, _ profile: String, _ day: String) async throws {
            _ = try await ledger.reserve(
                Self.video, within: budget, at: .init(run: run, profile: profile, day: day))
        }
        try await spend("r1", "acme", "2025-11-21")
        try await spend("r2", "acme", "2025-11-21")
        try await spend("r3", "acme", "2025-11-22")
        try await spend("r4", "other", "2025-11-21")
        let shortage = await #expect(throws: BudgetShortage.self) {
            try await spend("r5", "acme", "2025-11-21")
        }
        #expect(shortage?.flag == "--budget per_day.creates=N")
        #expect(shortage?.span == .day)
    }

    @Test func aCallThatEndedEarlyGivesItsMinutesBack() async throws {
        let ledger = try BudgetLedger(path: nil)
        let call = try await ledger.reserve(
            Self.create("/v2/conversations"), within: .unlimited, at: Self.place)
        try await ledger.shorten(call, toSeconds: 61)
        #expect(try await ledger.used(.minutes, .run, at: Self.place) == 61)
        try await ledger.shorten(call, toSeconds: 7200)
        #expect(try await ledger.used(.minutes, .run, at: Self.place) == 61)
    }

    @Test func manyAtOnceNeverOverspendOneFile() async throws {
        let path = NSTemporaryDirectory() + "ledger-\(UUID().uuidString).sqlite"
        defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
        let budget = try limits(["per_day": ["videos": 10]])
        // Two connections, as two processes have them.
        let ledgers = [try BudgetLedger(path: path), try BudgetLedger(path: path)]
        let successes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        _ = try await ledgers[number % 2].reserve(
                            Self.video, within: budget,
                            at: .init(run: "r\(number % 2)", profile: "acme", day: "d"))
                        return true
                    } catch { return !(error is BudgetShortage) }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(successes == 10)
    }
}
