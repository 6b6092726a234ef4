import TavusEmulator
import Testing

/// What slow, silent and many clients do to the others.
struct ConnectionLimitTests {
    private static let half = "GET /v2/videos HTTP/1.1\r\nHost: local"

    @Test(.timeLimit(.minutes(1)), arguments: ["", half])
    func aHeadThatDoesNotComeEndsTheConnection(_ text: String) async throws {
        let limits = TavusEmulator.ConnectionLimits(headTime: .milliseconds(50))
        try await TestEmulator.run(.init(connectionLimits: limits)) { api in
            let socket = try await OpenSocket.connect(port: api.port, sending: text)
            try await socket.ended()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func theHeadOfALaterRequestHasToComeInTimeToo() async throws {
        let limits = TavusEmulator.ConnectionLimits(headTime: .seconds(1))
        try await TestEmulator.run(.init(connectionLimits: limits)) { api in
            let whole =
                "GET /v2/videos HTTP/1.1\r\nHost: localhost:\(api.port)\r\nx-api-key: k\r\n\r\n"
            let socket = try await OpenSocket.connect(port: api.port, sending: whole)
            await socket.answered()
            try await socket.send(Self.half)
            try await socket.ended()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aSilentConnectionIsClosed() async throws {
        let limits = TavusEmulator.ConnectionLimits(idleTime: .milliseconds(50))
        try await TestEmulator.run(.init(connectionLimits: limits)) { api in
            let whole =
                "GET /v2/videos HTTP/1.1\r\nHost: localhost:\(api.port)\r\nx-api-key: k\r\n\r\n"
            let socket = try await OpenSocket.connect(port: api.port, sending: whole)
            try await socket.ended()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func twoHundredHalfRequestsDoNotKeepAGoodOneWaiting() async throws {
        try await TestEmulator.run { api in
            var halves: [OpenSocket] = []
            for _ in 1...200 {
                halves.append(try await OpenSocket.connect(port: api.port, sending: Self.half))
            }
            let clock = ContinuousClock()
            let time = try await clock.measure {
                let answer = try await api.get("/v2/videos")
                #expect(answer.status == 200)
            }
            #expect(time < .seconds(1))
            for half in halves { try await half.close() }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func connectionsBeyondTheLimitWaitForAPlace() async throws {
        let limits = TavusEmulator.ConnectionLimits(connections: 2)
        try await TestEmulator.run(.init(connectionLimits: limits)) { api in
            let first = try await OpenSocket.connect(port: api.port, sending: Self.half)
            let second = try await OpenSocket.connect(port: api.port, sending: Self.half)
            async let waiting = api.get("/v2/videos")
            try await first.close()
            #expect(try await waiting.status == 200)
            try await second.close()
        }
    }
}
