import Synchronization
import TavusAPI
import Testing

@testable import TavusClient

/// The loop around the table: what arrives at a server, and what the caller and the log hear.
@Suite(.timeLimit(.minutes(1))) struct RetryTests {
    /// Pauses that end at once, and are remembered.
    private final class Pauses: Sendable {
        private let taken = Mutex<[Duration]>([])
        var all: [Duration] { taken.withLock { $0 } }
        @Sendable func take(_ pause: Duration) { taken.withLock { $0.append(pause) } }
    }

    private static let ok = RawServer.Step.send(http(200, "{}"))
    private static var patient: Setting { Setting { $0.retries.attempts = 3 } }

    private static func setting(
        _ pauses: Pauses, _ more: @escaping (inout ClientConfiguration) -> Void = { _ in }
    ) -> Setting {
        Setting {
            $0.retries.attempts = 3
            $0.draw = { 1 }
            $0.pause = pauses.take
            more(&$0)
        }
    }

    @Test func aReadGoesThroughOnTheThirdAttempt() async throws {
        let pauses = Pauses()
        let log = LogLines()
        let busy = RawServer.Step.send(http(502, #"{"message":"bad gateway"}"#))
        try await withClient(
            busy, .sendAndReset([]), Self.ok,
            setting: Self.setting(pauses) { $0.logger = log.logger }
        ) { client, server in
            let answer = try await client.send(.get())
            #expect(answer.status == 200)
            #expect(answer.attempts == 3)
            #expect(server.arrivals.count == 3)
        }
        // The second connection had served a call, so the server's reset may be older than this one.
        #expect(pauses.all == [.milliseconds(500), .zero])
        let notes = log.all.filter { $0.hasPrefix("notice") }
        #expect(
            notes.first
                == "notice GET /v2/replicas/r0 attempt 1 of at most 3: 502 server_error: bad gateway;"
                + " again in 500 ms")
        #expect(notes.last?.hasSuffix("again in 0 s on a fresh connection") == true, "\(notes)")
        #expect(notes.count == 2)
        let last = try #require(log.all.last)
        #expect(last.hasPrefix("debug GET /v2/replicas/r0 200 "))
        #expect(last.hasSuffix(" ms after 3 attempts"))
    }

    @Test func aStaleConnectionIsLeftForAFreshOneAtOnce() async throws {
        let pauses = Pauses()
        try await withClient(
            Self.ok, .sendAndClose([]), Self.ok, setting: Self.setting(pauses)
        ) { client, server in
            _ = try await client.send(.get())
            let answer = try await client.send(.get())
            #expect(answer.attempts == 2)
            #expect(server.arrivals.map(\.connection) == [1, 1, 2])
        }
        #expect(pauses.all == [.zero])
    }

    @Test func aCreateIsSentAgainAfter429AndNoSooner() async throws {
        let pauses = Pauses()
        let busy = RawServer.Step.send(http(429, "{}", headers: ["retry-after: 9"]))
        let made = RawServer.Step.send(http(200, #"{"conversation_id":"c1"}"#))
        try await withClient(busy, made, setting: Self.setting(pauses)) { client, server in
            let answer = try await client.send(.createConversation)
            #expect(answer.attempts == 2)
            #expect(server.arrivals.count == 2)
        }
        #expect(pauses.all == [.seconds(9)])
    }

    @Test(arguments: [404, 400]) func aDeleteWhoseFirstAnswerWasLostIsDone(status: Int) async throws
    {
        let gone = RawServer.Step.send(http(status, #"{"error":"Invalid persona_id"}"#))
        try await withClient(.sendAndClose([]), gone, setting: Self.patient) { client, server in
            let answer = try await client.send(.operation("personas.delete", ids: ["p1"]))
            #expect(answer.attempts == 2)
            #expect(answer.body == [])
            #expect(server.arrivals.count == 2)
        }
    }

    @Test func aRefusalAfterALostWriteLeavesItsOutcomeUnknown() async throws {
        let refused = RawServer.Step.send(http(401, "{}"))
        try await withClient(.sendAndClose([]), refused, setting: Self.patient) { client, _ in
            let error = try await client.failure(of: .operation("conversations.end", ids: ["c1"]))
            #expect(error.code == .authentication)
            #expect(error.outcome == .unknown)
            #expect(error.attempts == 2)
        }
    }

    @Test func aCallThatIsCancelledBetweenTwoAttemptsIsNotSentAgain() async throws {
        let busy = RawServer.Step.send(http(429, "{}"))
        let setting = Setting {
            $0.retries.attempts = 3
            $0.pause = { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                try Task.checkCancellation()
            }
        }
        try await withClient(busy, setting: setting) { client, server in
            let task = Task { try await client.failure(of: .bare(.post)) }
            let error = try await task.value
            #expect(error.code == .cancelled)
            #expect(error.outcome == .refused)
            #expect(
                error.message
                    == "cancelled before another attempt, after rate_limited: {}"
            )
            #expect(server.arrivals.count == 1)
        }
    }

    @Test func theDeadlineWrapsAllAttemptsAndPauses() async throws {
        let busy = RawServer.Step.send(http(503, "{}", headers: ["retry-after: 30"]))
        let pauses = Pauses()
        let setting = Self.setting(pauses) { $0.timeouts.total = .seconds(20) }
        try await withClient(busy, setting: setting) { client, server in
            let error = try await client.failure(of: .get())
            #expect(error.retryAfter == 30)
            #expect(server.arrivals.count == 1)
        }
        #expect(pauses.all == [])
    }

    @Test func zeroIsNoTimeoutAtAll() async throws {
        let setting = Setting {
            $0.timeouts.head = .milliseconds(100)
            $0.timeouts.total = .milliseconds(100)
        }
        let slow = RawServer.Step.whenReleased(http(200, "{}"))
        try await withClient(slow, setting: setting) { client, server in
            async let answer = client.send(.get(), timeout: .zero)
            let other = try await client.failure(of: .get())
            #expect(other.code == .timeout)
            server.release()
            let status = try await answer.status
            #expect(status == 200)
        }
    }

    @Test func aServerThatOnlyHintsIsLeft() async throws {
        let hints = String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 17)
        try await withClient(.sendAndHang(Array(hints.utf8)), setting: Self.patient) {
            client, server in
            let error = try await client.failure(of: .get())
            #expect(error.code == .undecodable)
            #expect(
                error.message
                    == "127.0.0.1 sent more than 16 informational answers and no other")
            #expect(server.arrivals.count == 1)
        }
    }

    @Test func hintsBeforeAnAnswerAreNoAnswer() async throws {
        let hints = String(repeating: "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n", count: 16)
        try await withClient(.send(Array(hints.utf8) + http(200, "{}"))) { client, _ in
            // The count is one call's: the second one has its own.
            let answers = [try await client.send(.get()), try await client.send(.get())]
            #expect(answers.map(\.status) == [200, 200])
        }
    }
}
