import TavusAPI
import TavusClient
import Testing

@Suite(.timeLimit(.minutes(1))) struct SecrecyTests {
    /// Every way in which a call ends, with a server that repeats the key wherever it can.
    private static var endings: [RawServer.Step] {
        let echo = "{\"message\":\"bad key \(sentinelKey)\"}"
        let header = ["x-request-id: \(sentinelKey)"]
        return [
            .send(http(200, "{}", headers: header)), .send(http(401, echo, headers: header)),
            .send(http(500, "<html>\(sentinelKey)</html>", headers: header)),
            .send(http(200, "not JSON \(sentinelKey)", headers: header)),
            .send(http(302, "", headers: ["location: https://\(sentinelKey).example/"])),
            .sendAndClose([]), .sendAndReset([]), .sendAndHang([]),
            .sendAndClose(Array("\(sentinelKey)\r\n\r\n".utf8)),
        ]
    }

    @Test(arguments: [HTTPMethod.get, .post])
    func theKeyIsInTheHeaderAndNowhereElse(method: HTTPMethod) async throws {
        let log = LogLines()
        var shown = ""
        for step in Self.endings {
            try await withClient(
                step,
                setting: Setting {
                    $0.logger = log.logger
                    $0.timeouts.head = .milliseconds(300)
                }
            ) { client, server in
                do throws(TavusError) {
                    let answer = try await client.send(.bare(method))
                    shown += "\(answer.requestID ?? "")"
                } catch {
                    shown += "\(error)\n\(String(reflecting: error))\n"
                    dump(error, to: &shown)
                }
                dump(client, to: &shown)
                dump(client.configuration, to: &shown)
                #expect(server.arrivals.map { $0.header("x-api-key") } == [sentinelKey])
                #expect(server.arrivals.allSatisfy { !$0.line.contains("SENTINEL") })
            }
        }
        let everything = shown + log.all.joined(separator: "\n")
        #expect(log.all.count == Self.endings.count)
        #expect(shown.contains("[key …f3]"))
        #expect(!everything.contains("SENTINEL"))
    }

    @Test func whatLooksLikeAMistakeIsWarnedOfAndSent() async throws {
        let log = LogLines()
        try await withClient(
            .send(http(200, "{}")), setting: Setting { $0.logger = log.logger }
        ) { client, server in
            _ = try await client.send(
                TavusRequest(method: .post, path: "/v2/x", warnings: ["extra.a\u{1b}: unknown"]))
            #expect(server.arrivals.count == 1)
        }
        #expect(log.all.first == "warning POST: extra.a\\u{1b}: unknown")
    }

    @Test func aDebugLineNamesMethodPathStatusAndTimeOnly() async throws {
        let log = LogLines()
        try await withClient(
            .send(http(200, #"{"secret":1}"#)), setting: Setting { $0.logger = log.logger }
        ) { client, _ in
            _ = try await client.send(
                TavusRequest(
                    method: .post, path: "/v2/personas", query: [("q", "private")],
                    body: ["system_prompt": "private"]))
        }
        #expect(log.all.count == 1)
        let line = try #require(log.all.first)
        #expect(line.wholeMatch(of: /debug POST \/v2\/personas 200 \d+ ms/) != nil, "\(line)")
    }
}
