import Foundation
import GRDB
import JSONValue
import Testing

@testable import TavusEmulator

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
            #expect(version == 3)
        }
    }

    @Test func aFileOfTheSecondVersionKeepsItsOrder() async throws {
        try await Self.withFile { path in
            try await TestEmulator.run(.init(storage: .file(path))) { api in
                for name in ["a", "b", "c"] {
                    let body: JSONValue = ["persona_name": .string(name), "system_prompt": "x"]
                    _ = try await api.create("/v2/personas", body, id: "persona_id")
                }
            }
            try await DatabaseQueue(path: path).write { database in
                try database.execute(
                    sql: """
                        DROP INDEX calls_settling;
                        CREATE INDEX resources_settling
                            ON resources (kind, is_deleted, settles_at);
                        PRAGMA user_version = 2
                        """)
            }
            try await TestEmulator.run(.init(storage: .file(path))) { api in
                let list = try await api.get("/v2/personas?persona_type=user")
                let names = try list["data"]?.arrayValue?.map { $0["persona_name"] }
                #expect(names == ["c", "b", "a"])
            }
            let indexes = try await DatabaseQueue(path: path).read {
                try String.fetchAll(
                    $0,
                    sql: """
                        SELECT name FROM sqlite_schema
                        WHERE type = 'index' AND tbl_name = 'resources' AND sql IS NOT NULL
                        ORDER BY name
                        """)
            }
            #expect(indexes == ["calls_settling", "resources_listed"])
        }
    }

    /// Each creation of a call counts those that are active.
    @Test func activeCallsAreFoundWithoutLookingAtAll() async throws {
        try await Self.withFile { path in
            try await TestEmulator.run(.init(storage: .file(path))) { _ in }
            var active = RowFilter(kind: "conversations")
            active.require(unsettledAt: 0)
            let (condition, arguments) = active.sql
            let plan = try await DatabaseQueue(path: path).read {
                try String.fetchOne(
                    $0, sql: "EXPLAIN QUERY PLAN SELECT count(*) FROM resources WHERE \(condition)",
                    arguments: arguments, adapter: SuffixRowAdapter(fromIndex: 3))
            }
            #expect(
                plan
                    == "SEARCH resources USING COVERING INDEX calls_settling "
                    + "(kind=? AND is_deleted=? AND settles_at>?)")
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
                    == "emulator data \(path): written by a newer version (99, this one knows 3)")
            let tables = try await DatabaseQueue(path: path).read {
                try Int.fetchOne(
                    $0, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'webhooks'")
            }
            #expect(tables == 0)
        }
    }
}
