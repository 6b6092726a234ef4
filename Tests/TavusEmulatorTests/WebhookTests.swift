import Foundation
import JSONValue
import TavusEmulator
import Testing

/// Webhooks as a receiver on loopback gets them. The expected bodies are typed by hand from the pages
/// "Webhooks and callbacks" (2025-11) and "API callbacks" (2025).
@Suite(.timeLimit(.minutes(1)))
struct WebhookTests {
    private static func conversation(_ url: String) -> JSONValue {
        [
            "replica_id": "r79e1c033f", "callback_url": .string(url),
            "conversational_context": "Be brief.",
            "properties": [
                "max_call_duration": 10, "enable_recording": true,
                "recording_s3_bucket_name": "calls",
            ],
        ]
    }

    private static func envelope(
        _ id: String, _ url: String, _ type: String, _ time: String, _ properties: JSONValue
    ) -> JSONValue {
        [
            "properties": properties, "conversation_id": .string(id), "webhook_url": .string(url),
            "event_type": .string(type), "message_type": .string(String(type.prefix { $0 != "." })),
            "timestamp": .string(time),
        ]
    }

    @Test func aCallTellsItsWholeStoryInOrder() async throws {
        try await Receiver.with { receiver, arrivals in
            try await TestEmulator.run { api in
                let id = try await api.create(
                    "/v2/conversations", Self.conversation(receiver.url), id: "conversation_id")
                try await api.emulator.advance(by: 600)
                let replica: JSONValue = "r79e1c033f"
                let transcript: JSONValue = [
                    ["role": "system", "content": "Be brief."],
                    [
                        "role": "assistant", "content": "Hello! How can I help you today?",
                        "timestamp": 1_750_000_004.0, "seconds_from_start": 0.0, "duration": 4.0,
                    ],
                    [
                        "role": "user",
                        "content": "Hi! I am the participant that the emulator simulates.",
                        "timestamp": 1_750_000_009.0, "seconds_from_start": 5.0, "duration": 4.0,
                    ],
                ]
                let analysis = """
                    **Visual summary**

                    The emulator simulates the participant, so nobody was seen.
                    """
                let expected = [
                    Self.envelope(
                        id, receiver.url, "system.replica_joined", "2025-06-15T15:06:44.000000Z",
                        ["replica_id": replica]),
                    Self.envelope(
                        id, receiver.url, "system.shutdown", "2025-06-15T15:06:50.000000Z",
                        ["replica_id": replica, "shutdown_reason": "max_call_duration reached"]),
                    Self.envelope(
                        id, receiver.url, "application.transcription_ready",
                        "2025-06-15T15:06:50.002000Z",
                        ["replica_id": replica, "transcript": transcript]),
                    Self.envelope(
                        id, receiver.url, "application.recording_ready",
                        "2025-06-15T15:06:50.250000Z",
                        [
                            "bucket_name": "calls", "s3_key": .string("\(id)/recording.mp4"),
                            "duration": 6,
                        ]),
                    Self.envelope(
                        id, receiver.url, "application.perception_analysis",
                        "2025-06-15T15:06:50.750000Z", ["analysis": .string(analysis)]),
                ]
                for body in expected {
                    let received = try #require(await arrivals.next())
                    #expect(received.head.hasPrefix("POST /hook HTTP/1.1\r\n"))
                    #expect(received.head.lowercased().contains("content-type: application/json"))
                    #expect(try received.json == body)
                }
            }
        }
    }

    @Test func nothingIsToldBeforeItsTimeOrAfterItWasTakenBack() async throws {
        try await Receiver.with { receiver, arrivals in
            try await TestEmulator.run { api in
                let id = try await api.create(
                    "/v2/conversations", Self.conversation(receiver.url), id: "conversation_id")
                _ = try await api.post("/v2/conversations/\(id)/end")
                let first = try #require(await arrivals.next())
                // It ended before the replica came: the join is not told, nor is there a transcript.
                #expect(try first.json["event_type"] == "system.shutdown")
                #expect(
                    try first.json["properties"]?["shutdown_reason"]
                        == "end_conversation_endpoint_hit")
                try await api.emulator.advance(by: 600)
                let other = try await api.create(
                    "/v2/replicas",
                    [
                        "train_video_url": "https://example.com/a.mp4",
                        "callback_url": .string(receiver.url),
                    ], id: "replica_id")
                try await api.emulator.advance(by: 60)
                let second = try #require(await arrivals.next())
                #expect(try second.json == ["replica_id": .string(other), "status": "ready"])
            }
        }
    }

    @Test func trainingRenderingAndProcessingAreTold() async throws {
        try await Receiver.with { receiver, arrivals in
            try await TestEmulator.run { api in
                let url = JSONValue.string(receiver.url)
                let replica = try await api.create(
                    "/v2/replicas",
                    [
                        "train_video_url": "https://example.com/emulator-fail=two_faces.mp4",
                        "callback_url": url,
                    ], id: "replica_id")
                try await api.emulator.advance(by: 60)
                let failed = try #require(await arrivals.next())
                let error: JSONValue = [
                    "replica_id": .string(replica), "status": "error", "error_message": "two_faces",
                ]
                #expect(try failed.json == error)

                let video = try await api.create(
                    "/v2/videos",
                    ["replica_id": "r79e1c033f", "script": "Hello!", "callback_url": url],
                    id: "video_id")
                try await api.emulator.advance(by: 1)
                let rendered = try #require(await arrivals.next())
                let base = "https://tavus.video/\(video)"
                #expect(
                    try rendered.json == [
                        "video_id": .string(video), "video_name": "", "status": "ready",
                        "data": ["script": "Hello!"], "replica_id": "r79e1c033f",
                        "download_url": .string("\(base)/video.mp4"),
                        "stream_url": .string("\(base)/video.m3u8"), "hosted_url": .string(base),
                        "status_details": "Video processed successfully",
                        "generation_progress": "100/100",
                        "created_at": "2025-06-15 15:07:40.000000",
                        "updated_at": "2025-06-15 15:07:40.412500",
                    ])

                let document = try await api.create(
                    "/v2/documents",
                    ["document_url": "https://example.com/a.pdf", "callback_url": url],
                    id: "document_id")
                let steps = [("processing", 0.0), ("ready", 2.0)]
                for (status, seconds) in steps {
                    try await api.emulator.advance(by: seconds)
                    let step = try #require(await arrivals.next())
                    #expect(try step.json["uuid"] == .string(document))
                    #expect(try step.json["status"] == .string(status))
                }
            }
        }
    }

    @Test func aReceiverWhoseStatusIsNoneDoesNotEndTheEmulator() async throws {
        try await BareReceiver.with("HTTP/1.1 099 No\r\ncontent-length: 2\r\n\r\n{}") { url in
            try await TestEmulator.run { api in
                let wish: JSONObject = [
                    "url": .string(url), "event": "e", "body": ["event_type": "e"],
                ]
                _ = try await api.emulator.steer("send_webhook", wish)
                try await Self.until(api) { $0["problem"] == "99 is no status" }
            }
        }
    }

    @Test func aReceiverThatFailsIsTriedThreeTimes() async throws {
        try await Receiver.with([500, 404, 200, 500, 302, 503]) { receiver, arrivals in
            try await TestEmulator.run { api in
                for (final, statuses) in [("delivered", 3), ("failed", 3)] {
                    let wish: JSONObject = [
                        "url": .string(receiver.url), "event": .string(final),
                        "body": ["event_type": .string(final)],
                    ]
                    _ = try await api.emulator.steer("send_webhook", wish)
                    for _ in 1...statuses {
                        let received = try #require(await arrivals.next())
                        #expect(try received.json == ["event_type": .string(final)])
                        try await Self.until(api) {
                            $0["state"] != "pending" || $0["status"] != nil
                        }
                        // The pauses run on the emulator's clock.
                        try await api.emulator.advance(by: 5)
                    }
                    try await Self.until(api) { $0["state"] == .string(final) }
                }
                let listed = try await api.emulator.steer("webhooks").arrayValue
                #expect(listed?.map { $0["status"] } == [200, 503])
                #expect(listed?.map { $0["tries"] } == [3, 3])
                let told = try await api.emulator.steer("requests").arrayValue?.map {
                    $0["webhook"]
                }
                #expect(
                    told == Array(repeating: "delivered", count: 3)
                        + Array(repeating: "failed", count: 3))
            }
        }
    }

    /// Asks for the newest delivery until it is as wanted; each question lets the courier work.
    private static func until(
        _ api: TestEmulator, _ isReached: (JSONValue) -> Bool
    ) async throws {
        while true {
            let newest = try await api.emulator.steer("webhooks", ["limit": 1])[0]
            if let newest, isReached(newest) { return }
            await Task.yield()
        }
    }

    @Test(arguments: [
        (
            "https://example.com/hook",
            "not a loopback address, and the emulator was not told to reach out"
        ),
        (
            "http://192.168.1.1/",
            "not a loopback address, and the emulator was not told to reach out"
        ),
        (
            "http://127.0.0.1.evil.example/",
            "not a loopback address, and the emulator was not told to reach out"
        ),
        ("http://0.0.0.0:1/", "not a loopback address, and the emulator was not told to reach out"),
        (
            "http://localhost@evil.example/",
            "not a loopback address, and the emulator was not told to reach out"
        ),
        (
            "http://169.254.169.254/latest/meta-data",
            "a link-local address, where clouds keep a machine's secrets"
        ),
        (
            "http://[::ffff:169.254.169.254]/",
            "a link-local address, where clouds keep a machine's secrets"
        ),
        ("http://[fd00:ec2::254]/", "a link-local address, where clouds keep a machine's secrets"),
        ("ftp://localhost/", "not an http or https URL"), ("nonsense", "not an http or https URL"),
    ])
    func urlsThatLeadElsewhereAreRefused(_ url: String, _ why: String) async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer("send_webhook", ["url": .string(url), "body": [:]])
            try await Self.until(api) { $0["state"] != "pending" }
            let listed = try await api.emulator.steer("webhooks")[0]
            #expect(listed?["state"] == "refused")
            #expect(listed?["problem"] == .string(why))
            #expect(listed?["tries"] == 0)
        }
    }

    @Test func reachingOutStopsAtSecrets() async throws {
        try await TestEmulator.run(.init(webhooksReachOut: true)) { api in
            for host in [
                "169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "2852039166",
                "[64:ff9b::a9fe:a9fe]", "[::a9fe:a9fe]", "[2002:a9fe:a9fe::1]", "100.100.100.200",
            ] {
                _ = try await api.emulator.steer(
                    "send_webhook", ["url": .string("http://\(host)/"), "body": [:]])
                try await Self.until(api) { $0["state"] != "pending" }
                let newest = try await api.emulator.steer("webhooks", ["limit": 1])[0]
                #expect(newest?["state"] == "refused", "\(host)")
            }
        }
    }

    @Test func whatWasNotToldIsToldAfterARestart() async throws {
        let path = NSTemporaryDirectory() + "tavlua-\(UUID().uuidString).sqlite"
        defer {
            for suffix in ["", "-wal", "-shm"] {
                do { try FileManager.default.removeItem(atPath: path + suffix) } catch {}
            }
        }
        try await Receiver.with { receiver, arrivals in
            try await TestEmulator.run(.init(storage: .file(path))) { api in
                _ = try await api.create(
                    "/v2/replicas",
                    [
                        "train_video_url": "https://example.com/a.mp4",
                        "callback_url": .string(receiver.url),
                    ], id: "replica_id")
            }
            try await TestEmulator.run(.init(storage: .file(path))) { api in
                try await api.emulator.advance(by: 60)
                let received = try #require(await arrivals.next())
                #expect(try received.json["status"] == "ready")
                try await Self.until(api) { $0["state"] == "delivered" }
            }
        }
    }
}
