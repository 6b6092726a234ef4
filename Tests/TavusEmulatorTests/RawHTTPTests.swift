import Foundation
import TavusEmulator
import Testing

/// The emulator judged by fixtures that were typed from the API reference, over a bare socket.
struct RawHTTPTests {
    @Test(arguments: try RawRun.fixtures())
    func everyExchangeIsAnsweredAsItsFixtureSays(_ fixture: RawRun.Fixture) async throws {
        let failures = try await Self.failures(of: fixture)
        #expect(failures.isEmpty, "\(failures.map(\.description).joined(separator: "\n"))")
    }

    /// Typed from the endpoint lines of the reference.
    static let operations = [
        "POST /v2/conversations", "GET /v2/conversations/{id}", "GET /v2/conversations",
        "POST /v2/conversations/{id}/end", "DELETE /v2/conversations/{id}",
        "POST /v2/personas", "GET /v2/personas/{id}", "GET /v2/personas",
        "PATCH /v2/personas/{id}", "DELETE /v2/personas/{id}",
        "POST /v2/replicas", "GET /v2/replicas/{id}", "GET /v2/replicas",
        "DELETE /v2/replicas/{id}", "PATCH /v2/replicas/{id}/name",
        "POST /v2/objectives", "GET /v2/objectives/{id}", "GET /v2/objectives",
        "PATCH /v2/objectives/{id}", "DELETE /v2/objectives/{id}",
        "POST /v2/guardrails", "GET /v2/guardrails/{id}", "GET /v2/guardrails",
        "PATCH /v2/guardrails/{id}", "DELETE /v2/guardrails/{id}",
        "POST /v2/documents", "GET /v2/documents/{id}", "GET /v2/documents",
        "PATCH /v2/documents/{id}", "DELETE /v2/documents/{id}",
        "POST /v2/videos", "GET /v2/videos/{id}", "GET /v2/videos",
        "DELETE /v2/videos/{id}", "PATCH /v2/videos/{id}/name",
    ]

    @Test func everyDocumentedOperationSucceedsInSomeFixture() throws {
        #expect(Set(Self.operations).count == 35)
        #expect(try Self.withoutFixture(Self.operations) == [])
    }

    /// Those that no fixture calls successfully.
    static func withoutFixture(_ operations: [String]) throws -> [String] {
        let succeeding = try RawRun.fixtures().flatMap { try RawExchange.all(in: $0.text) }
            .filter { $0.status.hasPrefix("2") }
        return operations.filter { operation in
            !succeeding.contains { RawRun.matches($0, operation) }
        }
    }

    static let wrongFixtures: [(answer: String, RawMismatch)] = [
        (
            "--- 201",
            RawMismatch(place: "status", expected: "201", found: "200")
        ),
        (
            "--- 204",
            RawMismatch(place: "status", expected: "204", found: "200")
        ),
        (
            "--- 4xx",
            RawMismatch(place: "status", expected: "4xx", found: "200")
        ),
        (
            "--- 200\n{ \"persona_id\": \"p5317867\" }",
            RawMismatch(place: "/persona_id", expected: "\"p5317867\"", found: "\"p5317866\"")
        ),
        (
            "--- 200\n{ \"colour\": \"<any>\" }",
            RawMismatch(place: "/colour", expected: "\"<any>\"", found: "no such member")
        ),
        (
            "--- 200\n{ \"data\": [{ \"colour\": null }] }",
            RawMismatch(place: "/data/0/colour", expected: "null", found: "no such member")
        ),
        (
            "--- 200\n{ \"persona_id\": \"<c+hex>\" }",
            RawMismatch(place: "/persona_id", expected: "\"<c+hex>\"", found: "\"p5317866\"")
        ),
        (
            "--- 200\n{ \"persona_id\": \"<absent>\" }",
            RawMismatch(place: "/persona_id", expected: "\"<absent>\"", found: "\"p5317866\"")
        ),
        (
            "--- 200\n@id = /colour",
            RawMismatch(place: "/colour", expected: "a string for @id", found: "none")
        ),
    ]

    @Test(arguments: wrongFixtures)
    func aWrongExpectationIsReported(_ answer: String, _ mismatch: RawMismatch) async throws {
        let failures = try await Self.failures(
            of: .init(name: "wrong.http", text: "### read\nGET /v2/personas/p5317866\n\n\(answer)"))
        #expect(
            failures == [.init(fixture: "wrong.http", exchange: "read", mismatch: mismatch)])
    }

    @Test func anAnswerWithoutTheEmulatorsMarkIsReported() throws {
        let exchange = try #require(
            try RawExchange.all(in: "### read\nGET /v2/x\n\n--- 200\n{}").first)
        let unmarked = RawAnswer(status: 200, headers: ["content-type": "text/plain"], body: "{}")
        #expect(
            try RawRun.mismatches(of: exchange, with: unmarked) == [
                RawMismatch(place: "header x-tavus-emulator", expected: "present", found: "absent"),
                RawMismatch(
                    place: "header content-type", expected: "application/json",
                    found: "text/plain"),
            ])
    }

    /// Expectation, answer, and whether they match.
    static let pairs: [(String, String, Bool)] = [
        ("{\"a\": 1}", "{\"a\": 1, \"b\": 2}", true), ("{\"a\": 1}", "{\"a\": 2}", false),
        ("{\"a\": 1}", "{\"a\": true}", false), ("{\"a\": 1}", "{\"a\": \"1\"}", false),
        ("{\"a\": false}", "{\"a\": 0}", false),
        ("{\"a\": true}", "{\"a\": true}", true),
        ("{\"a\": 1}", "{\"a\": 1.5}", false), ("{\"a\": null}", "{\"a\": null}", true),
        ("{\"a\": null}", "{}", false), ("{}", "[]", false),
        ("[1, 2]", "[1, 2]", true), ("[1, 2]", "[2, 1]", false), ("[1]", "[1, 2]", false),
        ("\"<array>\"", "[1]", true), ("\"<array>\"", "{}", false),
        ("\"<integer>\"", "3", true), ("\"<integer>\"", "3.5", false),
        ("\"<integer>\"", "true", false), ("\"<string>\"", "\"\"", true),
        ("\"<string>\"", "null", false), ("\"<any>\"", "null", true),
        ("{\"a\": \"<null-or-absent>\"}", "{\"a\": null}", true),
        ("{\"a\": \"<null-or-absent>\"}", "{}", true),
        ("{\"a\": \"<null-or-absent>\"}", "{\"a\": 0}", false),
        ("{\"a\": \"<absent>\"}", "{\"a\": null}", false), ("{\"a\": \"<absent>\"}", "{}", true),
        ("\"<c+hex>\"", "\"c0b934942640\"", true), ("\"<c+hex>\"", "\"c0B9\"", false),
        ("\"<c+hex>\"", "\"c\"", false), ("\"<hex>\"", "\"1e30440cf9\"", true),
        ("\"<hex>\"", "\"v1e\"", false), ("\"<hex:3>\"", "\"1e3\"", true),
        ("\"<hex:3>\"", "\"1e30\"", false), ("\"<r+hex:2>\"", "\"r1e\"", true),
        ("\"<r+hex:2>\"", "\"r1\"", false), ("\"<x+hex>\"", "\"x1\"", false),
        ("\"<uuid>\"", "\"d290f1ee-6c54-4b01-90e6-d701748f0851\"", true),
        ("\"<uuid>\"", "\"d290f1ee6c544b0190e6d701748f0851\"", false),
        ("\"<iso8601>\"", "\"2024-12-19T10:30:00Z\"", true),
        ("\"<iso8601>\"", "\"2024-01-24T07:14:03.327Z\"", true),
        ("\"<iso8601>\"", "\"2024-12-19 10:30:00\"", false),
        ("\"<rfc1123>\"", "\"Mon, 14 Jul 2025 09:14:24 GMT\"", true),
        ("\"<rfc1123>\"", "\"2024-12-19T10:30:00Z\"", false),
        ("\"<starts Invalid>\"", "\"Invalid id\"", true),
        ("\"<starts Invalid>\"", "\"An Invalid id\"", false),
        ("\"<strnig>\"", "\"a misspelt wildcard\"", false),
    ]

    @Test(arguments: pairs)
    func anAnswerMatchesItsExpectationOrDoesNot(
        _ expectation: String, _ answer: String, _ isMatch: Bool
    ) throws {
        let expected = try RawValue(parsing: expectation)
        let found = try RawValue(parsing: answer)
        #expect(expected.mismatches(with: found).isEmpty == isMatch)
    }

    static let brokenFixtures = [
        "", "GET /v2/videos\n\n--- 200\n", "### read\nGET /v2/videos\n",
        "### read\nGET /v2/videos\n\n--- OK\n", "### read\n/v2/videos\n\n--- 200\n",
        "### read\nGET v2/videos\n\n--- 200\n", "### read\nGET /v2/videos\n\n--- 200\n@id\n",
        "### read\n@advance soon\nGET /v2/videos\n\n--- 200\n",
    ]

    @Test(arguments: brokenFixtures)
    func aFixtureThatIsWrittenWronglyIsRefused(_ text: String) {
        #expect(throws: RawFixtureProblem.self) { try RawExchange.all(in: text) }
    }

    @Test func aNameThatNothingCapturedIsRefused() throws {
        let exchange = try #require(
            try RawExchange.all(in: "### read\nGET /v2/videos/{{id}}\n\n--- 200").first)
        #expect(throws: RawFixtureProblem(description: "read: nothing captured {{id}}")) {
            try exchange.filled(with: ["di": "x"])
        }
        let filled = try exchange.filled(with: ["id": "1e30440cf9"])
        #expect(filled.target == "/v2/videos/1e30440cf9")
    }

    static let brokenAnswers = [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n{}", "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{}",
        "HTTP/1.1 204 No Content\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{}\r\n0\r\n\r\n",
    ]

    @Test(arguments: brokenAnswers)
    func brokenFramingIsRefused(_ bytes: String) {
        #expect(throws: RawSocketProblem.self) { try RawSocket.answer(in: Array(bytes.utf8)) }
    }

    @Test func chunksAreJoined() throws {
        let bytes =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
        let answer = try RawSocket.answer(in: Array(bytes.utf8))
        #expect(
            answer
                == RawAnswer(
                    status: 200, headers: ["transfer-encoding": "chunked"], body: "{}"))
    }

    private static func failures(of fixture: RawRun.Fixture) async throws -> [RawRun.Failure] {
        // A clock that stands still until a fixture advances it: Mon, 14 Jul 2025 09:14:24 GMT.
        let emulator = TavusEmulator(.init(storage: .memory, wallTime: { 1_752_484_464 }))
        let port = try await emulator.start()
        let outcome: Result<[RawRun.Failure], any Error>
        do {
            outcome = .success(
                try await RawRun.failures(of: fixture, port: port) {
                    try await emulator.advance(by: $0)
                })
        } catch {
            outcome = .failure(error)
        }
        await emulator.stop()
        return try outcome.get()
    }
}
