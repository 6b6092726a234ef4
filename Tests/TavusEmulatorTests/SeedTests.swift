import Foundation
import JSONValue
import TavusEmulator
import Testing

/// States to begin with: seeds, snapshots.
struct SeedTests {
    @Test func rowsHaveTheIDsTimesAndStatesTheyAreGiven() async throws {
        try await TestEmulator.run { api in
            let counts = try await api.emulator.steer(
                "seed",
                [
                    "conversations": [
                        [
                            "conversation_id": "c1", "replica_id": "r1", "pal_id": "p1",
                            "status": "ended", "created_at": "2025-06-15T15:00:00Z",
                        ],
                        ["conversation_id": "c2", "replica_id": "r1"],
                        ["conversation_id": "c3", "replica_id": "r1"],
                        ["conversation_id": "c4", "replica_id": "r1"],
                        ["conversation_id": "c5", "replica_id": "r1"],
                    ],
                    "faces": [
                        [
                            "replica_id": "r1", "train_video_url": "https://a.example/b.mp4",
                            "status": "completed", "created_at": "2024-01-24T07:14:03.327Z",
                        ],
                        [
                            "replica_id": "r2", "train_video_url": "https://a.example/b.mp4",
                            "status": "error", "error_message": "two_faces",
                        ],
                        [
                            "replica_id": "r3", "train_video_url": "https://a.example/b.mp4",
                            "status": "started",
                        ],
                    ],
                    "personas": [
                        ["persona_id": "p1", "persona_name": "A", "system_prompt": "s"]
                    ],
                ])
            #expect(counts == ["replicas": 3, "personas": 1, "conversations": 5])
            let ended = try await api.get("/v2/conversations/c1?verbose=true")
            #expect(try ended["status"] == "ended")
            #expect(try ended["persona_id"] == "p1")
            #expect(try ended["created_at"] == "2025-06-15T15:00:00Z")
            #expect(try ended["shutdown_reason"] == "end_conversation_endpoint_hit")
            let active = try await api.get("/v2/conversations?status=active")
            #expect(try active["total_count"] == 4)
            let trained = try await api.get("/v2/replicas/r1")
            #expect(try trained["created_at"] == "2024-01-24T07:14:03.327Z")
            #expect(try trained["status"] == "completed")
            #expect(try await api.get("/v2/replicas/r2")["error_message"] == "two_faces")
            try await api.emulator.advance(by: 1e6)
            #expect(try await api.get("/v2/replicas/r3")["status"] == "started")
        }
    }

    @Test(
        arguments: [
            (["persons": []], "there is nothing to create called \"persons\""),
            (["personas": [:]], "personas must be a list of rows"),
            (["personas": [3]], "personas[1] must be a row with its fields"),
            (
                [
                    "personas": [
                        ["persona_name": "A", "system_prompt": "s"], ["persona_name": "B"],
                    ]
                ],
                "personas[2]: Invalid request: system_prompt is required"
            ),
            (
                [
                    "personas": [
                        ["persona_id": "p5317866", "persona_name": "A", "system_prompt": "s"]
                    ]
                ],
                "personas[1]: p5317866 is there already"
            ),
            (
                ["videos": [["replica_id": "r79e1c033f", "script": "s", "status": "done"]]],
                "videos[1]: status must be one of queued, generating, ready, error, deleted"
            ),
            (
                ["videos": [["replica_id": "r79e1c033f", "script": "s", "created_at": "soon"]]],
                "videos[1]: created_at must be a time as the API writes it, or seconds since 1970, in the years 0 to 9999"
            ),
        ] as [(JSONObject, String)])
    func aSeedThatIsWrittenWronglyPlantsNothing(_ seed: JSONObject, _ text: String) async throws {
        try await TestEmulator.run { api in
            let error = await #expect(throws: EmulatorError.self) {
                try await api.emulator.steer("seed", seed)
            }
            #expect(error?.description == text)
            let personas = try await api.get("/v2/personas?persona_type=user")
            #expect(try personas["total_count"] == 0)
        }
    }

    private static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "tavlua-seed-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
        try await body(folder)
    }

    @Test(arguments: [false, true])
    func aSnapshotBringsRowsAndClockBack(_ isInMemory: Bool) async throws {
        try await Self.inFolder { folder in
            let path = folder + "/kept.sqlite"
            let storage: TavusEmulator.Options.Storage =
                isInMemory ? .memory : .file(folder + "/e.sqlite")
            try await TestEmulator.run(.init(storage: storage)) { api in
                let body: JSONValue = ["document_url": "https://a.example/b"]
                _ = try await api.post("/v2/documents", body)
                try await api.emulator.advance(by: 60)
                _ = try await api.emulator.steer("snapshot", ["path": .string(path)])
                _ = try await api.post("/v2/documents", body)
                try await api.emulator.advance(by: 60)
                for _ in 1...2 {
                    let restored = try await api.emulator.steer("restore", ["path": .string(path)])
                    #expect(restored == ["now": .number(TestEmulator.start + 60)])
                    #expect(try await api.get("/v2/documents")["total_count"] == 1)
                    #expect(try await api.post("/v2/documents", body).status == 200)
                }
                let again = try await api.emulator.steer("snapshot", ["path": .string(path)])
                #expect(again == [:])
            }
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.filter { $0.hasPrefix("kept") } == ["kept.sqlite"])
        }
    }

    @Test func whatIsNoSnapshotChangesNothing() async throws {
        try await Self.inFolder { folder in
            try Data("not a database, but long enough to be read as one".utf8).write(
                to: URL(filePath: folder + "/notes.txt"))
            try await TestEmulator.run { api in
                let cases: [(String, String, String)] = [
                    ("restore", "notes.txt", "not an SQLite file"),
                    ("restore", "none", "unable to open database file"),
                    ("snapshot", "no/folder", "No such file or directory"),
                ]
                for (command, name, why) in cases {
                    let path = "\(folder)/\(name)"
                    let error = await #expect(throws: EmulatorError.self) {
                        try await api.emulator.steer(command, ["path": .string(path)])
                    }
                    #expect(error?.description.hasPrefix("\(command) \(path): \(why)") == true)
                }
                let personas = try await api.get("/v2/personas?limit=1")
                #expect(try personas["total_count"] == 17)
            }
        }
    }
}
