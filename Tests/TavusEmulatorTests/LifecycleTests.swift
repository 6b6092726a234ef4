import JSONValue
import TavusEmulator
import Testing

/// Replicas, documents and videos, each a table of times and states.
struct LifecycleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let path: String
        let id: String
        let body: JSONValue
        /// Seconds since creation, status, and the member that tells the progress or the reason.
        let steps: [(Double, String, String, JSONValue)]

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "a replica takes four hours in a minute", path: "/v2/replicas", id: "replica_id",
            body: ["train_video_url": "https://example.com/me.mp4"],
            steps: [
                (0, "started", "training_progress", "0/100"),
                (30, "started", "training_progress", "50/100"),
                (59.9, "started", "training_progress", "99/100"),
                (60, "completed", "training_progress", "100/100"),
                (60, "completed", "error_message", .null),
            ]),
        Case(
            name: "a replica that is to fail", path: "/v2/replicas", id: "replica_id",
            body: ["train_video_url": "https://example.com/emulator-fail=too_short/me.mp4"],
            steps: [
                (3, "started", "training_progress", "5/100"),
                (6, "error", "training_progress", "10/100"),
                (6, "error", "error_message", "too_short"),
            ]),
        Case(
            name: "a document", path: "/v2/documents", id: "document_id",
            body: ["document_url": "https://example.com/prices.pdf"],
            steps: [
                (0, "processing", "progress", 0),
                (1, "processing", "progress", 50),
                (2, "ready", "progress", 100),
                (2, "ready", "error_message", .null),
            ]),
        Case(
            name: "a document that is to fail", path: "/v2/documents", id: "document_id",
            body: ["document_url": "https://example.com/a.pdf?emulator-fail=file_empty"],
            steps: [
                (1, "processing", "error_message", .null),
                (2, "error", "error_message", "file_empty"),
                (2, "error", "progress", .null),
            ]),
        Case(
            name: "a document that is no link", path: "/v2/documents", id: "document_id",
            body: ["document_url": "prices.pdf"],
            steps: [(2, "error", "error_message", "invalid_file_url")]),
        Case(
            name: "a video takes 99 s", path: "/v2/videos", id: "video_id",
            body: ["replica_id": "r79e1c033f", "script": "Hello!"],
            steps: [
                (0, "queued", "status_details", "Video currently queued"),
                (0.1, "queued", "generation_progress", "0/100"),
                (0.125, "generating", "generation_progress", "0/100"),
                (0.4, "generating", "download_url", .null),
                (0.4126, "ready", "generation_progress", "100/100"),
                (0.4126, "ready", "status_details", "Video processed successfully"),
            ]),
        Case(
            name: "a video that is to fail", path: "/v2/videos", id: "video_id",
            body: ["replica_id": "r79e1c033f", "script": "emulator-fail"],
            steps: [
                (0.5, "generating", "error_details", .null),
                (
                    0.5417, "error", "error_details",
                    "Rendering failed, as emulator-fail in the request asked for"
                ),
            ]),
    ]

    @Test(arguments: cases)
    func statesFollowTheClock(_ example: Case) async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(example.path, example.body, id: example.id)
            var passed = 0.0
            for (time, status, member, value) in example.steps {
                try await api.emulator.advance(by: time - passed)
                passed = time
                let read = try await api.get("\(example.path)/\(id)")
                #expect(try read["status"] == .string(status), "after \(time) s")
                #expect(try read[member] ?? .null == value, "\(member) after \(time) s")
            }
        }
    }

    @Test func aVideoWaitsForItsReplica() async throws {
        try await TestEmulator.run { api in
            let replica = try await api.create(
                "/v2/replicas", ["train_video_url": "https://example.com/me.mp4"], id: "replica_id")
            let video = try await api.create(
                "/v2/videos", ["replica_id": .string(replica), "script": "x"], id: "video_id")
            try await api.emulator.advance(by: 59)
            let waiting = try await api.get("/v2/videos/\(video)")
            #expect(try waiting["status"] == "queued")
            #expect(
                try waiting["status_details"]
                    == .string("Training of replica \(replica) is still ongoing"))
            try await api.emulator.advance(by: 1.2)
            #expect(try await api.get("/v2/videos/\(video)")["status"] == "generating")
            try await api.emulator.advance(by: 1)
            #expect(try await api.get("/v2/videos/\(video)")["status"] == "ready")
        }
    }

    @Test func aVideoFailsWithItsReplica() async throws {
        try await TestEmulator.run { api in
            let replica = try await api.create(
                "/v2/replicas", ["train_video_url": "https://x/emulator-fail"], id: "replica_id")
            let video = try await api.create(
                "/v2/videos", ["replica_id": .string(replica), "script": "x"], id: "video_id")
            try await api.emulator.advance(by: 6)
            let failed = try await api.get("/v2/videos/\(video)")
            #expect(try failed["status"] == "error")
            #expect(
                try failed["error_details"]
                    == .string("Replica \(replica) did not complete its training"))
        }
    }

    @Test func updatedAtIsTheTimeOfTheLastState() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/replicas", ["train_video_url": "https://example.com/me.mp4"], id: "replica_id")
            try await api.emulator.advance(by: 1000)
            let read = try await api.get("/v2/replicas/\(id)")
            #expect(try read["created_at"] == "2025-06-15T15:06:40.000Z")
            #expect(try read["updated_at"] == "2025-06-15T15:07:40.000Z")
        }
    }

    @Test func theScaleOfProcessingCanBeChosen() async throws {
        try await TestEmulator.run(.init(speed: 2, processingScale: 1)) { api in
            let id = try await api.create(
                "/v2/replicas", ["train_video_url": "https://example.com/me.mp4"], id: "replica_id")
            try await api.emulator.advance(by: 7199)
            #expect(try await api.get("/v2/replicas/\(id)")["status"] == "started")
            try await api.emulator.advance(by: 1)
            #expect(try await api.get("/v2/replicas/\(id)")["status"] == "completed")
        }
    }

    @Test func aRecrawlWaitsForItsCoolDown() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/documents",
                ["document_url": "https://example.com", "crawl": ["depth": 2, "max_pages": 5]],
                id: "uuid")
            let path = "/v2/documents/\(id)/recrawl"
            let busy = try await api.post(path, [:])
            #expect(busy.status == 409)
            #expect(
                try busy.body == [
                    "error":
                        "Document must be in 'ready' or 'error' state to recrawl, current status: processing"
                ])
            try await api.emulator.advance(by: 900)
            let early = try await api.post(path, [:])
            #expect(early.status == 429)
            #expect(
                try early.body == [
                    "error":
                        "Recrawl cooldown: please wait 45 minutes before recrawling this document."
                ])
            try await api.emulator.advance(by: 2700)
            let accepted = try await api.post(path)
            #expect(accepted.status == 202)
            #expect(try accepted["status"] == "recrawling")
            #expect(try accepted["crawl_count"] == 2)
            #expect(try await api.get("/v2/documents?status=recrawling")["total_count"] == 1)
            #expect(try await api.get("/v2/documents?status=processing")["total_count"] == 0)
            try await api.emulator.advance(by: 2)
            let ready = try await api.get("/v2/documents/\(id)")
            #expect(try ready["status"] == "ready")
            #expect(try ready["last_crawled_at"] == "2025-06-15T16:06:40Z")
            #expect(try ready["crawled_urls"] == ["https://example.com"])
        }
    }

    @Test func aDocumentThatIsNoWebsiteCannotBeRecrawled() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/documents", ["document_url": "https://example.com/a.pdf"], id: "uuid")
            try await api.emulator.advance(by: 4000)
            #expect(try await api.post("/v2/documents/\(id)/recrawl", [:]).status == 400)
        }
    }

    @Test func onlyAHundredDocumentsCanBeCrawled() async throws {
        try await TestEmulator.run { api in
            let body: JSONValue = ["document_url": "https://example.com", "crawl": ["depth": 1]]
            for _ in 1...20 {
                for _ in 1...5 { #expect(try await api.post("/v2/documents", body).status == 200) }
                try await api.emulator.advance(by: 2)
            }
            let refused = try await api.post("/v2/documents", body)
            #expect(refused.status == 429)
            let text =
                "Crawl document limit reached (100). Contact support@tavus.io to increase your limit."
            #expect(try refused.body == ["error": .string(text)])
        }
    }

    @Test func onlyFiveCrawlsRunAtOnce() async throws {
        try await TestEmulator.run { api in
            let body: JSONValue = ["document_url": "https://example.com", "crawl": ["depth": 1]]
            let first = try await api.create("/v2/documents", body, id: "uuid")
            try await api.emulator.advance(by: 4000)
            for _ in 1...5 { #expect(try await api.post("/v2/documents", body).status == 200) }
            let refused = try await api.post("/v2/documents", body)
            #expect(refused.status == 429)
            #expect(try refused.body == ["error": "At most 5 crawls may run at once"])
            let again = try await api.post("/v2/documents/\(first)/recrawl", [:])
            #expect(again.status == 429)
            let page: JSONValue = ["document_url": "https://example.com/a.pdf"]
            #expect(try await api.post("/v2/documents", page).status == 200)
        }
    }
}
