import Foundation
import GRDB
import JSONValue
import TavusEmulator
import Testing

/// Data files of other versions.
struct SchemaTests {
    private static func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "tavlua-schema-\(UUID().uuidString)"
        defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
        try await body(folder + "/e.sqlite")
    }

    @Test func aFileOfTheFirstVersionKeepsItsRowsAndLearnsWebhooks() async throws {
        try await Self.withFile { path in
            var id = ""
            try await TestEmulator.run(.init(storage: .file(path))) { api in
                let body: JSONValue = ["persona_name": "Kept", "system_prompt": "x"]
                id = try await api.create("/v2/personas", body, id: "persona_id")
            }
            try await DatabaseQueue(path: path).write { database in
                try database.execute(sql: "DROP TABLE webhooks; PRAGMA user_version = 1")
            }
            try await TestEmulator.run(.init(storage: .file(path))) { api in
                let kept = try await api.get("/v2/personas/\(id)")
                #expect(try kept["persona_name"] == "Kept")
                let webhooks = try await api.emulator.steer("webhooks")
                #expect(webhooks == [])
            }
            let version = try await DatabaseQueue(path: path).read {
                try Int.fetchOne($0, sql: "PRAGMA user_version")
            }
            #expect(version == 2)
        }
    }

    @Test func aFileOfANewerVersionIsRefusedAndLeftAlone() async throws {
        try await Self.withFile { path in
            try await TestEmulator.run(.init(storage: .file(path))) { _ in }
            try await DatabaseQueue(path: path).write { database in
                try database.execute(sql: "PRAGMA user_version = 99; DROP TABLE webhooks")
            }
            let emulator = TavusEmulator(.init(storage: .file(path)))
            let error = await #expect(throws: EmulatorError.self) { try await emulator.start() }
            #expect(
                error?.description
                    == "emulator data \(path): written by a newer version (99, this one knows 2)")
            let tables = try await DatabaseQueue(path: path).read {
                try Int.fetchOne(
                    $0, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'webhooks'")
            }
            #expect(tables == 0)
        }
    }
}
