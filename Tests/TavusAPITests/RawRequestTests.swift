import JSONValue
import Testing

@testable import TavusAPI

@Suite struct RawRequestTests {
    @Test func aCallByPathIsSentAsGiven() throws {
        let request = try TavusRequest(
            method: .post, path: "/v2/tools", query: ["dry": true, "n": 2, "tags": ["a", "b"]],
            body: ["name": "x"])
        #expect(request.operation == nil)
        #expect(request.pathAndQuery == "/v2/tools?dry=true&n=2&tags=a%2Cb")
        #expect(request.body == ["name": "x"])
        #expect(request.subject == nil)
    }

    @Test(arguments: ["/v2/personas", "/v2/personas/", "/v2/memories/a%20b/m1", "/v2/a/b;c=1@x:y"])
    func pathsOfTheAPIPass(_ path: String) throws {
        #expect(try TavusRequest(method: .get, path: path, query: [:], body: nil).path == path)
    }

    @Test(arguments: [
        (
            "GET", "/personas",
            "path: expected one from \"/v2/\" on, got \"/personas\". Did you mean \"/v2/personas\"?"
        ),
        (
            "GET", "v2/personas",
            "path: expected one from \"/v2/\" on, got \"v2/personas\". Did you mean \"/v2/personas\"?"
        ),
        (
            "GET", "https://evil.example/v2/x",
            "path: expected one from \"/v2/\" on, got \"https://evil.example/v2/x\"."
        ),
        (
            "GET", "//evil.example/v2/x",
            "path: expected one from \"/v2/\" on, got \"//evil.example/v2/x\"."
        ),
        (
            "GET", "/v2/personas?limit=1",
            "path: \"/v2/personas?limit=1\" holds \"?\" or \"#\"; query = {…} is the place"
        ),
        ("GET", "/v2/a b", "path: \"/v2/a b\" holds a character that must be written as %XX"),
        ("GET", "/v2/ü", "path: \"/v2/ü\" holds a character that must be written as %XX"),
        ("GET", "/v2/a%2", "path: \"/v2/a%2\" holds a character that must be written as %XX"),
        (
            "GET", "/v2/a\r\nX: y",
            "path: \"/v2/a\\r\\nX: y\" holds a character that must be written as %XX"
        ),
        ("GET", "/v2/../x", "path: \"/v2/../x\" holds \".\" or \"..\""),
        ("GET", "/v2/%2e%2E/x", "path: \"/v2/%2e%2E/x\" holds \".\" or \"..\""),
        ("GET", "/v2/a/..%2Fx", "path: \"/v2/a/..%2Fx\" holds \".\" or \"..\""),
        ("GET", "/v2/..%5cx", "path: \"/v2/..%5cx\" holds \".\" or \"..\""),
        ("GET", "/v2/..%2f%ff", "path: \"/v2/..%2f%ff\" holds an escape that is no UTF-8"),
        ("GET", "/v2//personas", "path: \"/v2//personas\" has an empty part: an id is missing"),
        ("GET", "/v2/", "path: \"/v2/\" has an empty part: an id is missing"),
        ("DELETE", "/v2/personas/", "path: \"/v2/personas/\" has an empty part: an id is missing"),
        ("PATCH", "/v2/personas/", "path: \"/v2/personas/\" has an empty part: an id is missing"),
        (
            "POST", "/v2/conversations//end",
            "path: \"/v2/conversations//end\" has an empty part: an id is missing"
        ),
    ])
    func anyOtherPathIsRefused(_ method: String, _ path: String, _ message: String) throws {
        let method = try #require(HTTPMethod(rawValue: method))
        let error = #expect(throws: ArgumentError.self) {
            try TavusRequest(method: method, path: path, query: [:], body: nil)
        }
        #expect(error?.message == message)
    }

    @Test func aQueryHoldsOnlyPlainValues() {
        for value in [nil, [:], [["a"]], [nil]] as [JSONValue] {
            #expect(throws: ArgumentError.self) {
                try TavusRequest(method: .get, path: "/v2/x", query: ["a": value], body: nil)
            }
        }
        #expect(throws: ArgumentError("query.a", "nan is no JSON number")) {
            try TavusRequest(method: .get, path: "/v2/x", query: ["a": .number(.nan)], body: nil)
        }
    }

    @Test func aGetHasNoBody() {
        #expect(
            throws: ArgumentError("body", "GET carries none; query = {…} is sent in the address")
        ) {
            try TavusRequest(method: .get, path: "/v2/x", query: [:], body: [:])
        }
    }
}
