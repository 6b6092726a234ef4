import Foundation
import Testing

/// How long, how large and how odd an answer may be.
struct LimitRow: Sendable, CustomTestStringConvertible {
    var row: String
    var plan: String
    /// What the error says.
    var words: String
    var outcome = "done"
    var options: [String] = []

    var testDescription: String { "\(row) \(plan)" }

    static let all = [
        LimitRow(
            row: "T2", plan: "hang", words: "timeout: no answer within 1 s", outcome: "unknown",
            options: ["--request-timeout", "1s"]),
        LimitRow(
            row: "T2", plan: "hang_in_headers", words: "timeout: no answer within 1 s",
            outcome: "unknown", options: ["--request-timeout", "1s"]),
        LimitRow(
            row: "T3", plan: "hang_in_body", words: "timeout: no complete answer within 1 s",
            outcome: "unknown", options: ["--request-timeout", "1s"]),
        LimitRow(
            row: "T4", plan: "slow_headers:1", words: "timeout: no answer within 2 s",
            outcome: "unknown", options: ["--request-timeout", "2s"]),
        LimitRow(
            row: "T4", plan: "slow_body:1", words: "timeout: no complete answer within 2 s",
            outcome: "unknown", options: ["--request-timeout", "2s"]),
        LimitRow(row: "T5", plan: "big:64", words: "the answer is larger than 32 MiB"),
        LimitRow(row: "T5", plan: "endless", words: "the answer is larger than 32 MiB"),
        LimitRow(row: "T5", plan: "gzip_bomb:512", words: "the answer is larger than 32 MiB"),
        LimitRow(row: "T6", plan: "deep:1000", words: "the answer is not JSON (byte 20"),
        LimitRow(row: "T6", plan: "deep:100000", words: "the answer is not JSON (byte 20"),
        LimitRow(
            row: "T7", plan: "many_headers", words: "the head of 127.0.0.1's answer is too large",
            outcome: "unknown"),
        LimitRow(
            row: "T7", plan: "huge_header", words: "the head of 127.0.0.1's answer is too large",
            outcome: "unknown"),
        LimitRow(
            row: "T8", plan: "info:50", words: "sent more than 16 informational answers",
            outcome: "unknown"),
        LimitRow(row: "B8", plan: "bad_utf8", words: "the answer is not JSON (byte 23"),
        LimitRow(row: "B9", plan: "nul", words: "the answer is not JSON (byte 40: a control"),
        LimitRow(
            row: "B10", plan: "bom",
            words: "the answer is not JSON (byte 0: the text begins with a byte order mark"),
        LimitRow(row: "B11", plan: "numbers", words: "the answer is not JSON (byte "),
        LimitRow(
            row: "B12", plan: "nan", words: "the answer is not JSON (byte 5: expected a value"),
        LimitRow(row: "B13", plan: "surrogate", words: "the answer is not JSON (byte "),
        LimitRow(row: "B14", plan: "wrong_shape:list", words: "the answer is not an object"),
        LimitRow(row: "B14", plan: "wrong_shape:null", words: "the answer is not an object"),
        LimitRow(
            row: "B14", plan: "wrong_shape:id_number", words: "the answer has no conversation_id"),
        LimitRow(row: "R15", plan: "empty_200", words: "the answer is empty"),
    ]
}

@Suite(.timeLimit(.minutes(3))) struct LimitTests {
    /// Says the error, its outcome, and the most memory that the process had at any time.
    private static let report = """
        local ok, e = pcall(function() return \(FaultCall.create.code) end)
        print(ok, e.outcome, tostring(e))
        print(io.open("/proc/self/status"):read("a"):match("VmHWM:%s*(%d+)"))
        """

    @Test(arguments: LimitRow.all)
    func anAnswerBeyondALimitIsRefusedInLittleMemory(row: LimitRow) throws {
        let run = try FaultRun(row.plan, tag: "limit", code: Self.report, options: row.options)
        let lines = run.finished.out.split(separator: "\n")
        let first = try #require(lines.first, "\(run.finished.err)")
        #expect(first.hasPrefix("false\t\(row.outcome)\t"), "\(first)")
        #expect(first.contains(row.words), "\(first)")
        #expect(run.arrivals.count == 1, "a create is sent once")
        let peak = try #require(lines.last.flatMap { Int($0) })
        #expect(peak < 150 << 10, "kilobytes")
    }

    @Test func aHostThatDoesNotAnswerIsGivenUpAfterTheTimeToConnect() throws {
        let listener = try FullListener()
        let start = ContinuousClock.now
        let run = try FaultRun(
            "ok", tag: "connect", code: Self.report, options: ["--connect-timeout", "700ms"],
            environment: ["TAVUS_BASE_URL": "http://127.0.0.1:\(listener.port)"])
        let time = ContinuousClock.now - start
        #expect(
            run.finished.out.hasPrefix(
                "false\tnot_sent\ttavus.conversations.create: timeout: no connection to 127.0.0.1"
                    + " within 700 ms, after 3 attempts"), "\(run.finished)")
        #expect(time > .milliseconds(2_100) && time < .seconds(10))
    }

    @Test func aServerThatDiesIsNamedWithTheCallAndItsAttempts() throws {
        let code = "for _ = 1, 9 do \(FaultCall.read.code) io.write('.') io.flush() end"
        let run = try FaultRun("ok*3,close_after_request", tag: "dies", code: code)
        #expect(run.finished.out == "...")
        #expect(run.finished.status == 8)
        #expect(
            run.finished.err.contains("tavus.conversations.get: connection_failed: 127.0.0.1"))
        #expect(run.finished.err.contains(", after 3 attempts"), "\(run.finished.err)")
    }

    @Test func anAnswerThatGoesOnIsWaitedForUpToTheLimit() throws {
        let run = try FaultRun(
            "delay:1.2", tag: "patient", code: FaultCall.create.code,
            options: ["--request-timeout", "0"])
        #expect(run.finished.status == 0, "\(run.finished.err)")
        let call = """
            local ok, e = pcall(tavus.conversations.get, "c1", { timeout = "200ms" })
            print(e.code, (pcall(tavus.conversations.get, "c1", { timeout = 0 })))
            """
        let own = try FaultRun("delay:1", tag: "own", code: call)
        #expect(own.finished.out == "timeout\ttrue\n", "\(own.finished.err)")
    }

    @Test func oddAnswersThatAreWithinTheRulesAreTaken() throws {
        let name = "print(tavus.conversations.get('c1').conversation_id)"
        for (plan, expected) in [
            ("info:1", "c123456"), ("info:16", "c123456"), ("gzip", "c123456"),
            ("no_length", "c123456"), ("close_header", "c123456"), ("duplicate_keys", "c2"),
            ("unknown_fields", "c123456"), ("extra_bytes", "c123456"),
        ] {
            let run = try FaultRun(plan, tag: "odd", code: name)
            #expect(run.finished.out == expected + "\n", "\(plan): \(run.finished.err)")
        }
    }

    @Test(arguments: [
        ("two_lengths", "is not HTTP"), ("garbage", "is not HTTP"),
        ("bad_status_line", "is not HTTP"),
    ])
    func whatIsNotHTTPIsNamed(plan: String, words: String) throws {
        let run = try FaultRun(plan, tag: "http", code: FaultCall.create.code)
        #expect(run.finished.status == 10)
        #expect(run.finished.err.contains(words), "\(run.finished.err)")
        #expect(run.arrivals.count == 1)
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func aSignalEndsACallWithinASecond(signal: Int32, status: Int32) throws {
        let server = try FaultServer.shared.get()
        try Binary.with { binary in
            let tag = "signal\(signal)"
            let code = "print('go') io.stdout:flush() \(FaultCall.read.code)"
            let running = try binary.start(
                ["-e", code],
                environment: [
                    "TAVUS_BASE_URL": server.baseURL("hang", tag: tag),
                    "TAVUS_API_KEY": FaultRun.key,
                ])
            try running.wait(for: "go")
            while try server.arrivals("hang", tag: tag).isEmpty { sched_yield() }
            let start = ContinuousClock.now
            running.signal(signal)
            #expect(try running.finish().status == status)
            #expect(ContinuousClock.now - start < .seconds(1))
        }
    }
}
