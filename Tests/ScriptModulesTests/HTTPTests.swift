import JSONValue
import LuaHost
import ScriptModules
import Testing

/// Against a server of bare sockets, which says what it got.
struct HTTPTests {
    private static func grants(_ hosts: LuaNames) -> LuaGrants { LuaGrants(hosts: hosts) }

    @Test func aRequestArrivesAsItWasDescribed() async throws {
        let server = try BareServer(
            "HTTP/1.1 201 Created\r\nX-Id: 7\r\nContent-Length: 11\r\n\r\n{\"ok\": true}".replacing(
                "11", with: "12"))
        let script = """
            local http = require "http"
            local answer = http.post(..., {
                query = { q = "a b&c", n = 2 }, json = { text = "é" }, headers = { ["X-Note"] = "hi" },
            })
            return { status = answer.status, ok = answer.ok, id = answer.headers["x-id"], value = answer:json() }
            """
        #expect(
            try await Fixture.value(
                script, "http://127.0.0.1:\(server.port)/notes?v=1",
                grants: Self.grants(["127.0.0.1"]))
                == ["status": 201, "ok": true, "id": "7", "value": ["ok": true]])
        let request = await server.request()
        #expect(request.hasPrefix("POST /notes?v=1&n=2&q=a%20b%26c HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("\r\nx-note: hi\r\n"))
        #expect(request.lowercased().contains("\r\ncontent-type: application/json\r\n"))
        #expect(request.hasSuffix("\r\n\r\n{\"text\":\"é\"}"))
    }

    @Test func aHostThatIsNotGrantedIsNotAskedFor() async throws {
        let server = try BareServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let url = "http://127.0.0.1:\(server.port)/"
        let call = "require('http').get(...)"
        #expect(
            try await Fixture.failure(call, url).hasPrefix(
                "permission_denied the script has no permission: it may not connect to '127.0.0.1'")
        )
        // The name is granted, what it resolves to is this machine.
        #expect(
            try await Fixture.failure(
                call, "http://ip6-localhost.localdomain:\(server.port)/", grants: Self.grants(["*"])
            )
            .hasPrefix("permission_denied "))
        #expect(server.count == 0)
    }

    @Test func aRedirectIsJudgedLikeTheFirstRequest() async throws {
        let server = try BareServer(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:1/\r\nContent-Length: 0\r\n\r\n")
        let url = "http://127.0.0.1:\(server.port)/"
        let error = try await Fixture.failure(
            "require('http').get(...)", url, grants: Self.grants(["127.0.0.1"]))
        #expect(
            error.hasPrefix("permission_denied the script has no permission: it may not connect"))
        let status = try await Fixture.value(
            "return require('http').post(..., { body = 'x' }).status", url,
            grants: Self.grants(["127.0.0.1"]))
        #expect(status == 302, "what is no GET is not sent again")
    }

    @Test(
        arguments: [
            ("'ftp://x/'", "http.get: the scheme \"ftp\" is not http or https"),
            ("'https://a:b@x/'", "http.get: an address holds a name or password before \"@\""),
            (
                "'http://x/', { headers = { a = 'b\\r\\nc: d' } }",
                "http.get: the header \"a\" holds a character that no header may"
            ),
            (
                "'http://x/', { headers = { Host = 'y' } }",
                "http.get: the header \"Host\" is set by the request itself"
            ),
            (
                "'http://x/', { json = 1, body = 'x' }",
                "http.get: a request has one body, not json and body"
            ),
            (
                "'http://x/', { timeout = 'soon' }",
                "http.get: timeout must be seconds or text such as \"10s\", not \"soon\""
            ),
            (
                "'http://x/', { jsn = 1 }",
                "http.get: unknown option \"jsn\". Did you mean \"json\"?"
            ),
        ])
    func whatCannotBeARequestIsExplained(_ arguments: String, _ message: String) async throws {
        #expect(
            try await Fixture.failure("require('http').get(\(arguments))", grants: .all)
                == "invalid_argument \(message)")
    }

    @Test func whereNoAnswerComesTheErrorSaysWhatIsKnown() async throws {
        let server = try BareServer("")
        let script = """
            local ok, e = pcall(require("http").post, ..., { body = "x" })
            return { e.code, e.outcome, e.operation }
            """
        #expect(
            try await Fixture.value(
                script, "http://127.0.0.1:\(server.port)/", grants: Self.grants(["127.0.0.1"]))
                == ["connection_failed", "unknown", "http.post"])
        #expect(server.count == 1)
    }
}
