import TavusAPI
import TavusClient
import Testing

/// What a caller learns from a failed call.
private struct Lesson: Equatable {
    var code: ErrorCode
    var outcome: TavusError.Outcome
    var isRetryable: Bool
    var status: Int?

    init(
        _ code: ErrorCode, _ outcome: TavusError.Outcome, retryable: Bool, status: Int? = nil
    ) {
        self.code = code
        self.outcome = outcome
        isRetryable = retryable
        self.status = status
    }

    init(_ error: TavusError) {
        self.init(error.code, error.outcome, retryable: error.isRetryable, status: error.status)
    }
}

/// A way to break an exchange, and what it means for a read, a delete and a create.
struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var step: RawServer.Step
    var code: ErrorCode
    var status: Int?
    /// Whether a read and a delete may be tried again.
    var isTransient = true
    var outcome = TavusError.Outcome.unknown

    var testDescription: String { name }

    /// How often such a call is sent: a timeout is waited for twice at most, and by reads alone.
    func attempts(_ method: HTTPMethod) -> Int {
        switch method {
        case .get: code == .timeout ? 2 : 3
        case .delete: code == .timeout ? 1 : 3
        case .post, .patch, .put: 1
        }
    }

    private static let half = Array("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":".utf8)
    private static let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"

    private static let noStatus = "HTTP/1.1 099 No\r\ncontent-length: 2\r\n\r\n"

    static let all = [
        Fault(name: "reset after the request", step: .sendAndReset([]), code: .connectionFailed),
        Fault(name: "closed after the request", step: .sendAndClose([]), code: .connectionFailed),
        Fault(name: "silence", step: .sendAndHang([]), code: .timeout),
        Fault(
            name: "silence in the head", step: .sendAndHang(Array("HTTP/1.1 200 OK\r\nco".utf8)),
            code: .timeout),
        Fault(
            name: "silence in the body", step: .sendAndHang(half), code: .timeout, status: 200),
        Fault(
            name: "closed in the head", step: .sendAndClose(Array("HTTP/1.1 200 OK\r\nco".utf8)),
            code: .connectionFailed),
        Fault(
            name: "closed in the body", step: .sendAndClose(half), code: .connectionFailed,
            status: 200),
        Fault(
            name: "reset in the body", step: .sendAndReset(half), code: .connectionFailed,
            status: 200),
        Fault(
            name: "a chunk without length",
            step: .sendAndClose(Array((chunked + "zz\r\n{}\r\n0\r\n\r\n").utf8)),
            code: .connectionFailed, status: 200),
        Fault(
            name: "closed between chunks",
            step: .sendAndClose(Array((chunked + "1\r\n{\r\n").utf8)),
            code: .connectionFailed, status: 200),
        Fault(
            name: "not HTTP", step: .sendAndClose(Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)),
            code: .connectionFailed),
        Fault(
            name: "damaged gzip",
            step: .send(http(200, "not gzip at all", headers: ["content-encoding: gzip"])),
            code: .undecodable, status: 200),
        Fault(
            name: "a status below 100", step: .send(Array((noStatus + "{}").utf8)),
            code: .connectionFailed),
        // async-http-client passes the head on and would then meet the body where it expects another.
        Fault(
            name: "a status below 100, and more", step: .send(Array((noStatus + noStatus).utf8)),
            code: .connectionFailed),
    ]
}

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
    @Test(arguments: Fault.all, [HTTPMethod.get, .delete, .post, .patch])
    func aBrokenExchangeIsReportedAndSentAgainOnlyWhereTwiceIsOnce(
        fault: Fault, method: HTTPMethod
    ) async throws {
        try await withClient(
            fault.step,
            setting: Setting {
                $0.retries.attempts = 3
                // Short only where the fault is silence: a loaded machine may answer late.
                guard fault.code == .timeout else { return }
                if fault.status == nil { $0.timeouts.head = .milliseconds(200) }
                $0.timeouts.idleBody = .milliseconds(200)
            }
        ) { client, server in
            let error = try await client.failure(of: .bare(method))
            let canRepeat = (method == .get || method == .delete) && fault.isTransient
            let expected = Lesson(
                fault.code, fault.outcome, retryable: canRepeat, status: fault.status)
            #expect(Lesson(error) == expected, "\(error)")
            let attempts = fault.attempts(method)
            #expect(error.attempts == attempts)
            #expect(server.arrivals.count == attempts)
        }
    }

    @Test func aRefusedPortIsNotSentAndSaidAtOnce() async throws {
        try await RawServer.withClosedPort { port in
            // async-http-client's own retries would go on until the connect timeout.
            let client = try client(at: "http://127.0.0.1:\(port)") {
                $0.timeouts.connect = .seconds(3_600)
            }
            let error = try await client.failure(of: .bare(.post))
            await client.close()
            #expect(Lesson(error) == Lesson(.connectionFailed, .notSent, retryable: true))
            #expect(
                error.description
                    == "POST /v2/things: connection_failed: 127.0.0.1: connection refused")
        }
    }

    @Test func aHostThatDoesNotExistIsNamed() async throws {
        let client = try client(at: "https://no-such-host.invalid")
        let error = try await client.failure(of: .bare(.post))
        await client.close()
        #expect(Lesson(error) == Lesson(.connectionFailed, .notSent, retryable: true))
        #expect(error.message == "cannot find the host no-such-host.invalid")
    }

    @Test func aServerWithoutTLSIsNotSentAnything() async throws {
        let server = try RawServer(.sendAndClose(Array("HTTP/1.1 400 Bad\r\n\r\n".utf8)))
        defer { server.stop() }
        let client = try client(at: "https://127.0.0.1:\(server.port)") {
            $0.timeouts.connect = .milliseconds(300)
        }
        let error = try await client.failure(of: .bare(.post))
        await client.close()
        #expect(error.outcome == .notSent)
        #expect(server.arrivals.isEmpty)
    }

    @Test func aServerThatDoesNotAcceptTimesOutUnsent() async throws {
        // Listens and never accepts TLS: the handshake gets no answer.
        let server = try RawServer(.sendAndHang([]))
        defer { server.stop() }
        let client = try client(at: "https://127.0.0.1:\(server.port)") {
            $0.timeouts.connect = .milliseconds(200)
        }
        let error = try await client.failure(of: .bare(.post))
        await client.close()
        #expect(Lesson(error) == Lesson(.timeout, .notSent, retryable: true), "\(error)")
    }

    @Test func aCallsOwnTimeoutBoundsTheWholeCall() async throws {
        try await withClient(.sendAndHang([])) { client, server in
            let error = try await client.failure(of: .bare(.post), timeout: .milliseconds(1_500))
            #expect(Lesson(error) == Lesson(.timeout, .unknown, retryable: false))
            #expect(error.message == "no answer within 1.5 s")
            #expect(server.arrivals.count == 1)
        }
    }

    @Test func aBodyThatDripsEndsAtTheTotalTimeout() async throws {
        let drip = RawServer.Step.drip(
            first: Array("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".utf8),
            then: Array("1\r\n \r\n".utf8))
        try await withClient(drip, setting: Setting { $0.timeouts.total = .seconds(2) }) {
            client, _ in
            let error = try await client.failure(of: .bare(.post))
            #expect(Lesson(error) == Lesson(.timeout, .unknown, retryable: false, status: 200))
            #expect(error.message == "no complete answer within 2 s")
        }
    }

    @Test func anAnswerLargerThanTheLimitIsDoneAndNotTaken() async throws {
        let endless = RawServer.Step.repeatForEver(
            first: Array("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n\"".utf8),
            then: [UInt8](repeating: 0x61, count: 65_536))
        try await withClient(endless, setting: Setting { $0.limits.bodyBytes = 1 << 20 }) {
            client, server in
            let error = try await client.failure(of: .bare(.post))
            #expect(Lesson(error) == Lesson(.undecodable, .done, retryable: false, status: 200))
            #expect(error.message == "the answer is larger than 1 MiB")
            #expect(server.arrivals.count == 1)
        }
    }

    @Test func aGzipBombEndsAtTheLimit() async throws {
        let bomb = http(gzip: Gzip.zeros(megabytes: 64))
        try await withClient(.send(bomb), setting: Setting { $0.limits.bodyBytes = 1 << 20 }) {
            client, _ in
            let error = try await client.failure(of: .bare(.post))
            #expect(Lesson(error) == Lesson(.undecodable, .done, retryable: false, status: 200))
            #expect(error.message == "the answer is larger than 1 MiB")
        }
    }

    @Test func aPostOnAConnectionThatTheServerClosesArrivesAtMostOnce() async throws {
        let ok = RawServer.Step.send(http(200, "{}"))
        try await withClient(ok, .sendAndClose([]), ok) { client, server in
            _ = try await client.send(.get())
            let error = try await client.failure(of: .bare(.post))
            #expect(Lesson(error) == Lesson(.connectionFailed, .unknown, retryable: false))
            _ = try await client.send(.bare(.post))
            _ = try await client.send(.bare(.post))
            _ = try await client.send(.get())
            #expect(
                server.arrivals.map { "\($0.line.prefix(4)) on \($0.connection)" } == [
                    "GET  on 1", "POST on 2", "POST on 3", "POST on 4", "GET  on 1",
                ], "a create has a connection of its own, and leaves none behind")
        }
    }

    @Test func aStaleConnectionMeansSentOnceOrNotAtAll() async throws {
        // Closed by the server after each answer, without saying so: whether the client has noticed
        // by its next call is chance, so many are made, and each must be consistent.
        try await withClient(.sendAndClose(http(200, "{}"))) { client, server in
            var sent = 0
            for _ in 0..<200 {
                let before = server.arrivals.count
                do throws(TavusError) {
                    _ = try await client.send(.bare(.post))
                    sent += 1
                } catch {
                    let arrived = server.arrivals.count - before
                    #expect(arrived <= 1)
                    if error.outcome == .notSent { #expect(arrived == 0) }
                    #expect(error.outcome == .notSent || error.outcome == .unknown)
                    sent += arrived
                }
            }
            #expect(server.arrivals.count == sent)
        }
    }

    @Test func manyCallsAtOnceArriveOnceEach() async throws {
        try await withClient(.send(http(200, "{}"))) { client, server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await client.send(.bare(.post)).status }
                }
                for try await status in group { #expect(status == 200) }
            }
            #expect(server.arrivals.count == 100)
        }
    }
}
