import Synchronization
import TavusAPI
import TavusClient
import Testing

@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
    /// Collects what the client tells about writes that nobody waits for.
    private final class Settled: Sendable {
        private let found = Mutex<[String]>([])
        var lines: [String] { found.withLock { $0 } }
        func add(_ write: SettledWrite) { found.withLock { $0.append(write.summary) } }
    }

    private static func error(
        _ task: Task<Result<TavusAnswer, TavusError>, Never>
    ) async throws -> TavusError {
        switch await task.value {
        case .failure(let error): error
        case .success(let answer): throw UnexpectedAnswer(status: answer.status)
        }
    }

    private static func start(
        _ request: TavusRequest, on client: TavusClient
    ) -> Task<Result<TavusAnswer, TavusError>, Never> {
        Task {
            do throws(TavusError) { return .success(try await client.send(request)) } catch {
                return .failure(error)
            }
        }
    }

    @Test func aReadEndsAtOnce() async throws {
        try await withClient(.sendAndHang([])) { client, server in
            let task = Self.start(.get(), on: client)
            await server.hasReceived(1)
            task.cancel()
            let error = try await Self.error(task)
            #expect(error.code == .cancelled)
            #expect(error.isRetryable == false)
        }
    }

    @Test func aWriteThatHasNotLeftIsNotSent() async throws {
        let settled = Settled()
        let held = RawServer.Step.whenReleased(http(200, "{}"))
        try await withClient(
            held,
            setting: Setting {
                $0.limits.connections = 1
                $0.onSettledWrite = settled.add
            }
        ) { client, server in
            let first = Self.start(.get(), on: client)
            await server.hasReceived(1)
            let second = Self.start(.bare(.post), on: client)
            second.cancel()
            let error = try await Self.error(second)
            #expect(error.code == .cancelled)
            #expect(error.outcome == .notSent)
            #expect(error.message == "cancelled before it was sent")
            server.release()
            _ = await first.value
            #expect(server.arrivals.count == 1)
            #expect(settled.lines == [])
        }
    }

    @Test func aCallOfACancelledTaskIsNotSent() async throws {
        try await withClient(.send(http(200, "{}"))) { client, server in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await Self.start2(.bare(.post), on: client)
            }
            guard case .failure(let error) = await task.value else {
                Issue.record("it was sent")
                return
            }
            #expect(error.code == .cancelled)
            #expect(error.outcome == .notSent)
            #expect(server.arrivals == [])
        }
    }

    private static func start2(
        _ request: TavusRequest, on client: TavusClient
    ) async -> Result<TavusAnswer, TavusError> {
        do throws(TavusError) { return .success(try await client.send(request)) } catch {
            return .failure(error)
        }
    }

    @Test func aWriteThatHasLeftIsWaitedForAndItsAnswerTold() async throws {
        let settled = Settled()
        let log = LogLines()
        let held = RawServer.Step.whenReleased(http(200, #"{"conversation_id":"c42"}"#))
        try await withClient(
            held,
            setting: Setting {
                $0.onSettledWrite = settled.add
                $0.logger = log.logger
            }
        ) { client, server in
            let task = Self.start(try .createConversation, on: client)
            await server.hasReceived(1)
            task.cancel()
            server.release()
            let answer = try await task.value.get()
            #expect(answer.status == 200)
            let line =
                "tavus.conversations.create was cancelled after it was sent, and was done: 200 (c42)"
            #expect(settled.lines == [line])
            #expect(log.all.contains("warning \(line)"))
        }
    }

    @Test func aWriteThatIsNeverAnsweredEndsUnknownAtItsTimeout() async throws {
        let settled = Settled()
        try await withClient(
            .sendAndHang([]),
            setting: Setting {
                $0.onSettledWrite = settled.add
                $0.timeouts.head = .seconds(1)
            }
        ) { client, server in
            let task = Self.start(.bare(.post), on: client)
            await server.hasReceived(1)
            task.cancel()
            let error = try await Self.error(task)
            #expect(error.code == .timeout)
            #expect(error.outcome == .unknown)
            #expect(
                settled.lines == [
                    "POST was cancelled after it was sent: POST /v2/things: timeout: no answer within"
                        + " 1 s, outcome unknown: look before you send it again, with err:reconcile()"
                ])
        }
    }

    @Test func interruptShortensTheWaitOfCancelledWritesOnly() async throws {
        let held = RawServer.Step.whenReleased(http(200, "{}"))
        try await withClient(held) { client, server in
            let cancelled = Self.start(.bare(.post), on: client)
            let other = Self.start(.bare(.patch), on: client)
            await server.hasReceived(2)
            client.interrupt(grace: .seconds(1))
            cancelled.cancel()
            let error = try await Self.error(cancelled)
            #expect(error.code == .cancelled)
            #expect(error.message == "interrupted before an answer came")
            #expect(error.outcome == .unknown)
            server.release()
            let status = try await other.value.get().status
            #expect(status == 200)
        }
    }

    @Test func closeEndsReadsAndWaitsForWrites() async throws {
        let held = RawServer.Step.whenReleased(http(200, "{}"))
        try await withClient(held) { client, server in
            let read = Self.start(.get(), on: client)
            let write = Self.start(.bare(.post), on: client)
            await server.hasReceived(2)
            let closing = Task { await client.close() }
            let ended = try await Self.error(read)
            #expect(ended.code == .cancelled)
            server.release()
            let status = try await write.value.get().status
            #expect(status == 200)
            await closing.value
            let late = try await client.failure(of: .get())
            #expect(late.message == "this client is closed")
            #expect(late.outcome == .notSent)
        }
    }
}
