import JSONValue
import TavusEmulator
import Testing

/// Shapes of replicas, documents, videos and memories; their states are in LifecycleTests.
struct MediaTests {
    @Test func aReplicaHasItsOwnTimeFormatsAndFields() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post(
                "/v2/replicas",
                [
                    "train_video_url": "https://example.com/me.mp4", "replica_name": "My Replica",
                    "callback_url": "https://example.com/hook",
                ])
            let id = try created.string("replica_id")
            #expect(id.count == 12 && id.hasPrefix("r"))
            #expect(
                try created.body == [
                    "replica_id": .string(id), "status": "started", "face_id": .string(id),
                ])
            try await api.emulator.advance(by: 60)
            let flat: JSONValue = [
                "replica_id": .string(id), "replica_name": "My Replica",
                "thumbnail_video_url": .string("https://tavus.video/\(id)/thumbnail.mp4"),
                "training_progress": "100/100", "status": "completed",
                "created_at": "2025-06-15T15:06:40.000Z", "updated_at": "2025-06-15T15:07:40.000Z",
                "error_message": .null, "model_name": "phoenix-3",
                "face_id": .string(id), "face_name": "My Replica",
            ]
            #expect(try await api.get("/v2/replicas/\(id)").body == flat)
            let verbose = try await api.get("/v2/faces/\(id)?verbose=true")
            #expect(try verbose["replica_type"] == "user")
            #expect(try verbose["face_type"] == "user")
            let listed = try await api.get("/v2/replicas?replica_type=user")["data"]?[0]
            #expect(listed?["created_at"] == "2025-06-15T15:06:40.000000Z")
        }
    }

    @Test(
        arguments: [
            ([:], "Either train_video_url or train_image_url must be provided."),
            (
                [
                    "train_video_url": "https://a", "train_image_url": "https://b",
                    "voice_name": "anna",
                ],
                "Invalid request: train_video_url and train_image_url exclude each other"
            ),
            (
                ["train_image_url": "https://b"],
                "Invalid request: voice_name is required with train_image_url"
            ),
        ] as [(JSONValue, String)])
    func aReplicaNeedsOneKindOfFootage(_ body: JSONValue, _ error: String) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.post("/v2/replicas", body)
            #expect(answer.status == 400)
            #expect(try answer.body == ["error": .string(error)])
        }
    }

    @Test func renamingAnswersInBothVocabularies() async throws {
        try await TestEmulator.run { api in
            let replica = try await api.create(
                "/v2/replicas", ["train_video_url": "https://example.com/me.mp4"], id: "replica_id")
            for (path, body) in [
                ("/v2/replicas/\(replica)/name", ["replica_name": "Rio"]),
                ("/v2/faces/\(replica)/name/", ["face_name": "Ria"]),
            ] as [(String, JSONValue)] {
                let renamed = try await api.patch(path, body)
                #expect(renamed.status == 200)
                let name = body["replica_name"] ?? body["face_name"]
                #expect(try await api.get("/v2/replicas/\(replica)")["replica_name"] == name)
            }
            let empty = try await api.patch("/v2/replicas/\(replica)/name", [:])
            #expect(empty.status == 400)
            #expect(try empty.body == ["error": "Invalid request: replica_name is required"])
        }
    }

    @Test func theDocumentSampleIsAnsweredAsTheReferencePrintsIt() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post(
                "/v2/documents",
                [
                    "document_url": "https://example.com/document.pdf",
                    "document_name": "Important Document",
                    "callback_url": "https://your-server.com/webhook",
                    "tags": ["important", "meeting"], "properties": ["department": "sales"],
                ])
            let id = try created.string("uuid")
            #expect(id.count == 36)
            #expect(
                try created.body == [
                    "uuid": .string(id), "document_id": .string(id),
                    "document_name": "Important Document",
                    "document_url": "https://example.com/document.pdf",
                    "status": "processing", "progress": 0, "error_message": .null,
                    "created_at": "2025-06-15T15:06:40Z", "updated_at": "2025-06-15T15:06:40Z",
                    "callback_url": "https://your-server.com/webhook",
                    "tags": ["important", "meeting"], "properties": ["department": "sales"],
                ])
            let updated = try await api.patch(
                "/v2/documents/\(id)",
                ["document_name": "Updated Document Name", "tags": ["important", "updated"]])
            #expect(updated.status == 200)
            let read = try await api.get("/v2/documents/\(id)")
            #expect(try read["document_name"] == "Updated Document Name")
            #expect(try read["tags"] == ["important", "updated"])
        }
    }

    @Test func aDocumentWithoutANameIsNamedAfterItsURL() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post(
                "/v2/documents", ["document_url": "https://example.com/a/prices.pdf?v=2#top"])
            #expect(try created["document_name"] == "prices.pdf")
            let missing = try await api.post("/v2/documents", [:])
            #expect(missing.status == 400)
            #expect(try missing.body == ["error": "Invalid request: document_url is required"])
        }
    }

    @Test func aVideoHasRFC1123Times() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post(
                "/v2/videos",
                ["replica_id": "r79e1c033f", "script": "Hello!", "video_name": "Sample Video"])
            let id = try created.string("video_id")
            #expect(id.count == 10)
            #expect(
                try created.body == [
                    "video_id": .string(id), "video_name": "Sample Video", "status": "queued",
                    "hosted_url": .string("https://tavus.video/\(id)"),
                    "created_at": "Sun, 15 Jun 2025 15:06:40 GMT",
                ])
            try await api.emulator.advance(by: 1)
            let base = "https://tavus.video/\(id)"
            let ready: JSONValue = [
                "video_id": .string(id), "video_name": "Sample Video", "status": "ready",
                "data": ["script": "Hello!"], "replica_id": "r79e1c033f", "face_id": "r79e1c033f",
                "download_url": .string("\(base)/video.mp4"),
                "stream_url": .string("\(base)/video.m3u8"), "hosted_url": .string(base),
                "status_details": "Video processed successfully",
                "generation_progress": "100/100",
                "created_at": "Sun, 15 Jun 2025 15:06:40 GMT",
                "updated_at": "Sun, 15 Jun 2025 15:06:40 GMT",
            ]
            #expect(try await api.get("/v2/videos/\(id)").body == ready)
            let verbose = try await api.get("/v2/videos/\(id)?verbose=true")
            #expect(try verbose.string("still_image_thumbnail_url") == "\(base)/thumbnail.jpg")
            #expect(try verbose.string("gif_thumbnail_url") == "\(base)/thumbnail.gif")
        }
    }

    @Test func aFastVideoHasNoStream() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/videos",
                [
                    "face_id": "r79e1c033f", "audio_url": "https://example.com/a.mp3", "fast": true,
                    "transparent_background": true,
                ], id: "video_id")
            try await api.emulator.advance(by: 1)
            let read = try await api.get("/v2/videos/\(id)?verbose=true")
            #expect(try read["stream_url"] == .null)
            #expect(try read["gif_thumbnail_url"] == nil)
            #expect(try read["download_url"] == .string("https://tavus.video/\(id)/video.webm"))
        }
    }

    @Test(
        arguments: [
            (["script": "x"], "Invalid request: replica_id is required"),
            (["replica_id": "r79e1c033f"], "Either script or audio_url must be provided."),
            (["replica_id": "r0", "script": "x"], "Invalid replica_id"),
            (
                ["replica_id": "r79e1c033f", "script": "x", "transparent_background": true],
                "Invalid request: transparent_background requires fast"
            ),
            (
                ["replica_id": "r79e1c033f", "script": 1],
                "Invalid request: script must be a string"
            ),
        ] as [(JSONValue, String)])
    func aBadVideoIsRefused(_ body: JSONValue, _ error: String) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.post("/v2/videos", body)
            #expect(answer.status == 400)
            #expect(try answer.body == ["error": .string(error)])
        }
    }

    @Test func aSoftDeletedVideoStaysWithItsState() async throws {
        try await TestEmulator.run { api in
            func video() async throws -> String {
                try await api.create(
                    "/v2/videos", ["replica_id": "r79e1c033f", "script": "x"], id: "video_id")
            }
            let (soft, hard) = (try await video(), try await video())
            #expect(try await api.delete("/v2/videos/\(soft)").status == 204)
            #expect(try await api.delete("/v2/videos/\(hard)?hard=true").status == 204)
            #expect(try await api.get("/v2/videos/\(soft)")["status"] == "deleted")
            #expect(try await api.get("/v2/videos/\(hard)").body == ["error": "Invalid video_id"])
            #expect(try await api.get("/v2/videos")["total_count"] == 0)
        }
    }

    @Test func aMemoryIsDeletedOnceFromAStoreThatWasUsed() async throws {
        try await TestEmulator.run { api in
            #expect(try await api.delete("/v2/memories/family/m1").status == 404)
            _ = try await api.post(
                "/v2/conversations", ["replica_id": "r79e1c033f", "memory_stores": ["family"]])
            #expect(try await api.delete("/v2/memories/family/m1").status == 200)
            let twice = try await api.delete("/v2/memories/family/m1")
            #expect(twice.status == 404)
            #expect(try twice.body == ["error": "Memory not found"])
        }
    }
}
