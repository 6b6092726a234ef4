import Testing

/// What a web page could send to a server on loopback, and what programs send.
struct DoorkeeperTests {
    @Test(arguments: [
        ("localhost:PORT", 200), ("LocalHost:PORT", 200), ("127.0.0.1:PORT", 200),
        ("[::1]:PORT", 200), ("localhost", 421), ("127.0.0.1:9", 421), ("localhost:PORT0", 421),
        ("evil.example:PORT", 421), ("127.0.0.1.evil.example:PORT", 421),
        ("evil.example:127.0.0.1:PORT", 421), (":PORT", 421),
    ])
    func onlyItsOwnNamesAreAnswered(_ host: String, _ status: Int) async throws {
        try await TestEmulator.run { api in
            let host = host.replacing("PORT", with: "\(api.port)")
            let headers = ["Host": host, "x-api-key": "k"]
            let answer = try await api.send("GET", "/v2/videos", headers: headers)
            #expect(answer.status == status)
            guard status == 421 else { return }
            let port = api.port
            let text =
                "The emulator answers to localhost:\(port) and 127.0.0.1:\(port), not to \(host)"
            #expect(try answer.body == ["error": .string(text)])
        }
    }

    @Test(arguments: [
        ("http://localhost:PORT", 200), ("http://127.0.0.1:PORT", 200),
        ("https://localhost:PORT", 403), ("http://localhost:9", 403), ("null", 403),
        ("http://evil.example", 403), ("http://evil.example:PORT", 403),
    ])
    func pagesOfOtherSitesAreRefused(_ origin: String, _ status: Int) async throws {
        try await TestEmulator.run { api in
            let origin = origin.replacing("PORT", with: "\(api.port)")
            for method in ["GET", "OPTIONS"] {
                let answer = try await api.send(
                    method, "/v2/videos", headers: ["Origin": origin, "x-api-key": "k"])
                #expect(answer.status == (method == "OPTIONS" && status == 200 ? 405 : status))
                let shared = answer.headers.keys.filter { $0.hasPrefix("access-control") }
                #expect(shared.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("application/json", 200), ("application/json; charset=utf-8", 200),
        ("Application/JSON;charset=utf-8", 200), ("application/json-patch+json", 200),
        ("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("text/json", 415),
        ("application/jsonp", 415), ("", 415),
    ])
    func bodiesAreJSONAndSaySo(_ type: String, _ status: Int) async throws {
        try await TestEmulator.run { api in
            let body = #"{"document_url":"https://a.example/b"}"#
            let kind = type.isEmpty ? "" : "Content-Type: \(type)\r\n"
            let bytes = try await Wire.exchange(
                "POST /v2/documents HTTP/1.1\r\nHost: localhost:\(api.port)\r\nx-api-key: k\r\n"
                    + "\(kind)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)",
                port: api.port)
            #expect(try Reply(parsing: bytes).status == status)
            let count = try await api.get("/v2/documents")["total_count"]
            #expect(count == (status == 200 ? 1 : 0))
        }
    }

    @Test func anEmptyBodyNeedsNoType() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/conversations", ["replica_id": "r79e1c033f"], id: "conversation_id")
            #expect(try await api.post("/v2/conversations/\(id)/end").status == 200)
        }
    }
}
