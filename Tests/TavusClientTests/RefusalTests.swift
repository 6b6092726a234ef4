import TavusAPI
import TavusClient
import Testing

/// An answer that refuses, and what it means for a create.
struct Refusal: Sendable, CustomTestStringConvertible {
    var status: Int
    var body: String
    var headers: [String] = []
    var code: ErrorCode
    var message: String
    var outcome = TavusError.Outcome.refused
    var isRetryable = false
    var retryAfter: Double?

    var testDescription: String { "\(status) \(body.prefix(40))" }
}

@Suite(.timeLimit(.minutes(1))) struct RefusalTests {
    @Test(arguments: [
        Refusal(
            status: 400, body: #"{"error":"Invalid replica_id"}"#, code: .notFound,
            message: "Invalid replica_id"),
        Refusal(
            status: 400, body: #"{"message":"objective_name is required"}"#, code: .invalidRequest,
            message: "objective_name is required"),
        Refusal(
            status: 400,
            body: #"{"message":"User has reached maximum concurrent conversations"}"#,
            code: .concurrencyLimit, message: "User has reached maximum concurrent conversations"),
        Refusal(
            status: 401, body: #"{"message":"Invalid access token"}"#, code: .authentication,
            message: "Invalid access token"),
        Refusal(
            status: 402, body: #"{"message":"The user is out of conversational credits"}"#,
            code: .paymentRequired, message: "The user is out of conversational credits"),
        Refusal(
            status: 404, body: #"{"error":"Objective not found"}"#, code: .notFound,
            message: "Objective not found"),
        Refusal(
            status: 409, body: #"{"conflict":"maker_changes"}"#, code: .conflict,
            message: #"{"conflict":"maker_changes"}"#),
        Refusal(
            status: 413, body: "<html>\n <b>Request too large</b>\n</html>", code: .invalidRequest,
            message: "<html> <b>Request too large</b> </html>"),
        Refusal(
            status: 422, body: #"{"message":"Invalid JSON patch format"}"#, code: .invalidRequest,
            message: "Invalid JSON patch format"),
        Refusal(
            status: 429, body: #"{"error":"Too many requests"}"#, headers: ["retry-after: 7"],
            code: .rateLimited, message: "Too many requests", isRetryable: true, retryAfter: 7),
        Refusal(
            status: 429, body: "", headers: ["retry-after: soon"], code: .rateLimited,
            message: "the server gave no reason", isRetryable: true),
        Refusal(
            status: 429, body: "", headers: ["retry-after: Thu, 01 Jan 1970 00:00:00 GMT"],
            code: .rateLimited, message: "the server gave no reason", isRetryable: true,
            retryAfter: 0),
        Refusal(
            status: 500, body: #"{"error":{"message":"boom"}}"#, code: .serverError,
            message: "boom",
            outcome: .unknown),
        Refusal(
            status: 503, body: "busy", headers: ["retry-after: 2"], code: .serverError,
            message: "busy", outcome: .unknown, retryAfter: 2),
        Refusal(
            status: 408, body: "slow", code: .timeout, message: "slow", outcome: .unknown),
        Refusal(
            status: 400, body: "\u{1b}[2Jgone\u{202e}", code: .invalidRequest,
            message: "\\u{1b}[2Jgone\\u{202e}"),
    ])
    func aCreateThatIsRefusedSaysWhyInTheServersWords(refusal: Refusal) async throws {
        let step = RawServer.Step.send(
            http(refusal.status, refusal.body, headers: refusal.headers))
        try await withClient(step) { client, server in
            let error = try await client.failure(of: .createConversation)
            let expected = TavusError(
                code: error.code, status: refusal.status, message: refusal.message,
                operation: "conversations.create", method: .post, path: "/v2/conversations",
                outcome: refusal.outcome, isRetryable: refusal.isRetryable,
                retryAfter: refusal.retryAfter, attempts: 1,
                body: refusal.body.isEmpty ? nil : refusal.body)
            var found = error
            found.subject = nil
            found.sentAt = nil
            #expect(found == expected)
            #expect(error.code == refusal.code)
            #expect(server.arrivals.count == 1)
        }
    }

    @Test(arguments: [
        (HTTPMethod.get, 500, TavusError.Outcome.refused, true),
        (.get, 404, .refused, false), (.delete, 502, .unknown, true),
        (.delete, 404, .refused, false), (.patch, 504, .unknown, false),
        (.patch, 422, .refused, false), (.put, 500, .unknown, true),
    ])
    func theMethodDecidesWhatAFailingServerMeans(
        method: HTTPMethod, status: Int, outcome: TavusError.Outcome, isRetryable: Bool
    ) async throws {
        try await withClient(.send(http(status, "{}"))) { client, server in
            let error = try await client.failure(of: .bare(method))
            #expect(error.outcome == outcome)
            #expect(error.isRetryable == isRetryable)
            #expect(server.arrivals.count == 1)
        }
    }

    @Test func theLineNamesOperationStatusCodeReasonAndSubject() async throws {
        try await withClient(.send(http(400, #"{"error":"Invalid replica_id"}"#))) { client, _ in
            let error = try await client.failure(of: .operation("replicas.get", ids: ["r0"]))
            #expect(
                error.description
                    == "tavus.replicas.get: 400 not_found: Invalid replica_id (replica r0)")
        }
    }

    @Test func aLongReasonIsCutAndTheBodyKeptToFourKilobytes() async throws {
        let long = String(repeating: "x", count: 10_000)
        try await withClient(.send(http(400, #"{"message":"\#(long)"}"#))) { client, _ in
            let error = try await client.failure(of: .get())
            #expect(error.message == String(repeating: "x", count: 500) + "…")
            #expect(error.body?.utf8.count == 4_096)
        }
    }

    @Test func secretsThatTheCallCarriedAreTakenOutOfTheEcho() async throws {
        let url = "https://hook.example/in?token=OTHERSENTINEL1&v=2"
        let request = TavusRequest(
            method: .post, path: "/v2/conversations", query: [("api_key", "OTHERSENTINEL2")],
            body: ["callback_url": .string(url), "x": "https://me:OTHERSENTINEL3@h/"])
        let echo =
            #"{"error":"\#(url) OTHERSENTINEL2 https://me:OTHERSENTINEL3@h/ is bad"}"#
        try await withClient(
            .send(http(400, echo, headers: ["x-request-id: OTHERSENTINEL2"]))
        ) { client, _ in
            let error = try await client.failure(of: request)
            #expect(
                error.message
                    == "https://hook.example/in?token=‹redacted›&v=2 ‹redacted› https://me:‹redacted›@h/ is bad"
            )
            #expect(!"\(error.body ?? "")\(error.requestID ?? "")".contains("SENTINEL"))
        }
    }

    @Test func aRefusalWhoseRestIsLostIsStillARefusal() async throws {
        let half = Array("HTTP/1.1 401 No\r\ncontent-length: 99\r\n\r\n{\"mess".utf8)
        try await withClient(.sendAndClose(half)) { client, _ in
            let error = try await client.failure(of: .bare(.post))
            #expect(error.code == .authentication)
            #expect(error.outcome == .refused)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func redirectsAreErrorsAndTheKeyStaysHere(status: Int) async throws {
        let other = try RawServer(.send(http(200, "{}")))
        defer { other.stop() }
        let redirect = http(
            status, "", headers: ["location: http://user@127.0.0.1:\(other.port)/v2/things"])
        try await withClient(.send(redirect)) { client, server in
            let read = try await client.failure(of: .get())
            #expect(
                read.message
                    == "the server redirects to host 127.0.0.1:\(other.port), and redirects are"
                    + " never followed as they would take the key along; check the base URL")
            #expect(read.outcome == .refused)
            let write = try await client.failure(of: .bare(.post))
            #expect(write.outcome == ([302, 303].contains(status) ? .unknown : .refused))
            #expect(write.isRetryable == false)
            #expect(server.arrivals.count == 2)
            #expect(other.arrivals == [])
        }
    }
}
