import Foundation
import Testing

/// A row of the retry policy: a fault, and for each kind of call how often it may arrive and with which
/// status the program ends.
struct PolicyRow: Sendable, CustomTestStringConvertible {
    struct End: Sendable, Equatable {
        var hits: Int
        var status: Int32
    }

    var row: String
    var plan: String
    var ends: [FaultCall: End]

    var testDescription: String { "\(row) \(plan)" }

    private typealias Column = (hits: Int, status: Int32)

    private init(
        _ row: String, _ plan: String, read: Column, delete: Column, patch: Column, create: Column
    ) {
        self.row = row
        self.plan = plan
        ends = [
            .read: End(hits: read.hits, status: read.status),
            .delete: End(hits: delete.hits, status: delete.status),
            .patch: End(hits: patch.hits, status: patch.status),
            .create: End(hits: create.hits, status: create.status),
        ]
    }

    private init(_ row: String, _ plan: String, all: Column) {
        self.init(row, plan, read: all, delete: all, patch: all, create: all)
    }

    /// What breaks after it was sent: whatever cannot be done twice is sent once, outcome unknown.
    private static func broken(_ row: String, _ plan: String, read: Int32 = 8) -> PolicyRow {
        PolicyRow(row, plan, read: (3, read), delete: (3, 10), patch: (1, 10), create: (1, 10))
    }

    static let all: [PolicyRow] =
        [
            broken("R4", "reset_after_request"), broken("R4", "close_after_request"),
            broken("R6", "truncate"), broken("R6", "truncate_chunked"), broken("R6", "bad_chunk"),
            broken("R6", "reset_in_body"), broken("R6", "gzip_lie", read: 7),
            broken("R6", "gzip_truncated", read: 7),
            PolicyRow("R7", "429:1,ok", all: (2, 0)),
            PolicyRow("R7", "429_date:2,ok", all: (2, 0)),
            PolicyRow("R8", "429:86400", all: (1, 7)),
            PolicyRow("R8", "429:99999999999999999999", all: (1, 7)),
            PolicyRow("R9", "429_bad,ok", all: (2, 0)),
            PolicyRow(
                "R10", "503_after:1,ok", read: (2, 0), delete: (2, 0), patch: (1, 10),
                create: (1, 10)),
            broken("R12", "status:408"),
        ] + [500, 502, 504].map { broken("R11", "status:\($0)", read: 7) }
        + [400, 402, 404, 409, 410, 413, 422, 451].map {
            PolicyRow("R13", "status:\($0)", all: (1, 7))
        } + [
            PolicyRow("R13", "status:401", all: (1, 4)),
            PolicyRow("R13", "status:403", all: (1, 5)),
            PolicyRow("R14", "redirect:cross-307", all: (1, 7)),
            PolicyRow("R14", "redirect:metadata-308", all: (1, 7)),
            PolicyRow(
                "R14", "redirect:same-302", read: (1, 7), delete: (1, 10), patch: (1, 10),
                create: (1, 10)),
            PolicyRow("R15", "html_200", all: (1, 7)), PolicyRow("R15", "not_json", all: (1, 7)),
        ]
}

@Suite(.timeLimit(.minutes(5))) struct RetryPolicyTests {
    @Test(arguments: PolicyRow.all, FaultCall.allCases)
    func aCallArrivesAsOftenAsItsRowAllows(row: PolicyRow, call: FaultCall) throws {
        let expected = try #require(row.ends[call])
        let run = try FaultRun(row.plan, tag: "policy-\(call)", code: call.code)
        let found = PolicyRow.End(hits: run.arrivals.count, status: run.finished.status)
        #expect(found == expected, "\(run.finished.err)")
        #expect(run.arrivals.allSatisfy { $0.complete && $0.apiKey })
        if row.plan.hasSuffix(":1,ok"), expected.status == 0 { #expect(run.seconds >= 1) }
        if expected.status == 10 {
            #expect(run.finished.err.contains("outcome unknown: look before"))
        }
    }

    @Test func noRedirectTakesTheKeyElsewhere() throws {
        let run = try FaultRun("redirect:cross", tag: "key", code: FaultCall.read.code)
        #expect(run.finished.err.contains("the server redirects to host localhost:"))
        // The other origin would have logged it under the plan "ok", which no test of ours uses.
        let server = try FaultServer.shared.get()
        #expect(try server.arrivals(beginning: "ok") == [])
    }

    @Test(arguments: FaultCall.allCases)
    func whatWasNeverSentIsTriedAgain(call: FaultCall) throws {
        let code =
            "local ok, e = pcall(function() \(call.code) end) print(e.outcome, e.attempts) error(e, 0)"
        let run = try FaultRun(
            "ok", tag: "closed", code: code,
            environment: ["TAVUS_BASE_URL": "http://127.0.0.1:1"])
        #expect(run.finished.out == "not_sent\t3\n")
        #expect(run.finished.status == 8)
        #expect(run.arrivals == [])
    }

    @Test func aCallOnAStaleConnectionGoesThroughOnAFreshOne() throws {
        let plan = "keepalive_lie:0.1*2,ok"
        let twice = "\(FaultCall.read.code) \(FaultCall.read.code)"
        let read = try FaultRun(plan, tag: "reads", code: twice, options: ["-v"])
        #expect(read.finished.status == 0, "\(read.finished.err)")
        #expect(read.arrivals.map(\.method) == ["GET", "GET"])
        #expect(read.finished.err.contains("again in 0 s on a fresh connection"))
        let create = try FaultRun(
            plan, tag: "create", code: "\(FaultCall.read.code) \(FaultCall.create.code)")
        #expect(create.finished.status == 0, "\(create.finished.err)")
        #expect(create.arrivals.map(\.method) == ["GET", "POST"])
        #expect(Set(create.arrivals.map(\.connection)).count == 2)
    }

    @Test func everyRepeatIsShownWithItsReason() throws {
        let run = try FaultRun(
            "status:502,reset_after_request,ok", tag: "log", code: FaultCall.read.code,
            options: ["-v"])
        #expect(run.finished.status == 0)
        let lines = run.finished.err.split(separator: "\n").filter { $0.contains("attempt") }
        #expect(lines.count == 3, "\(run.finished.err)")
        #expect(
            lines.first?.contains("attempt 1 of at most 3: 502 server_error: status 502") == true)
        #expect(lines.last?.hasSuffix("after 3 attempts") == true)
    }

    @Test func aLongWishIsHandedToTheCallerAtOnce() throws {
        let code = "local ok, e = pcall(function() \(FaultCall.read.code) end) print(e.retry_after)"
        let run = try FaultRun("429:86400", tag: "wish", code: code)
        #expect(run.finished.out == "86400.0\n")
        let short = try FaultRun("429:2,ok", tag: "max", code: code, options: ["--max-wait", "1s"])
        #expect(short.finished.out == "2.0\n")
        #expect(short.arrivals.count == 1)
    }

    @Test func aScriptSeesHowManyAttemptsAnAnswerTook() throws {
        let code = """
            local c = \(FaultCall.read.code)
            print(tavus.response(c).attempts, tavus.response(c).status, rawget(c, "attempts"))
            """
        let run = try FaultRun("status:500,ok", tag: "seen", code: code)
        #expect(run.finished.out == "2\t200\tnil\n", "\(run.finished.err)")
    }

    @Test func anInterruptEndsAWaitBetweenTwoAttempts() throws {
        let server = try FaultServer.shared.get()
        try Binary.with { binary in
            let code = "io.stdout:setvbuf('no') print('go') \(FaultCall.create.code)"
            let running = try binary.start(
                ["-v", "-e", code],
                environment: [
                    "TAVUS_BASE_URL": server.baseURL("429:50", tag: "int"),
                    "TAVUS_API_KEY": FaultRun.key,
                ])
            try running.waitForErrors("again in 50 s")
            let start = ContinuousClock.now
            running.signal(SIGINT)
            let finished = try running.finish()
            #expect(ContinuousClock.now - start < .seconds(1))
            #expect(finished.status == 130)
            #expect(try server.arrivals("429:50", tag: "int").count == 1)
        }
    }

    @Test func aBrokenServiceIsNotFloodedWithRepeats() throws {
        let code = "for _ = 1, 200 do pcall(function() \(FaultCall.read.code) end) end"
        let run = try FaultRun("status:500", tag: "flood", code: code)
        #expect(run.arrivals.count == 300)
    }

    @Test func aRefusedKeyStopsTheRunAndSaysWhereItCameFrom() throws {
        let code = "for _ = 1, 9 do \(FaultCall.read.code) end"
        let run = try FaultRun("ok*3,status:401", tag: "key", code: code)
        #expect(run.finished.status == 4)
        #expect(run.arrivals.count == 4)
        #expect(
            run.finished.err.contains("the key …f3 is from TAVUS_API_KEY"), "\(run.finished.err)")
    }
}
