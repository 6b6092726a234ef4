import GRDB
import Testing

@testable import TavusEmulator

/// Writes that share a transaction.
struct GroupCommitTests {
    private static func row(_ id: String) -> StoredResource {
        StoredResource(kind: "notes", id: id, name: id, createdAt: 0, updatedAt: 0, body: [:])
    }

    /// Has `writes` carried out in one transaction: they come while another is under way, from within.
    private static func together(
        _ writes: [@Sendable (Database) throws -> Void], in store: Store
    ) async -> [Result<Void, any Error>] {
        let (results, continuation) = AsyncStream.makeStream(
            of: (Int, Result<Void, any Error>).self)
        store.write { _ in
            for (number, write) in writes.enumerated() {
                store.write(write) { continuation.yield((number, $0)) }
            }
        } done: { _ in
        }
        var outcomes: [Int: Result<Void, any Error>] = [:]
        for await (number, result) in results {
            outcomes[number] = result
            if outcomes.count == writes.count { break }
        }
        return writes.indices.compactMap { outcomes[$0] }
    }

    private static func names(_ store: Store) throws -> [String] {
        try store.read { try Rows.all(RowFilter(kind: "notes"), $0).map(\.name) }
    }

    private static func inStores(_ body: (Store) async throws -> Void) async throws {
        try await body(try Store(.memory))
        try await StoreTests.inFolder { folder in
            try await body(try Store(.file(folder + "/e.sqlite")))
        }
    }

    @Test func whatARefusedOneWroteIsUndoneAlone() async throws {
        try await Self.inStores { store in
            let outcomes = await Self.together(
                [
                    { try Rows.insert(Self.row("a"), $0) },
                    { database in
                        try Rows.insert(Self.row("b"), database)
                        throw Refusal(400, "no")
                    },
                    { try Rows.insert(Self.row("c"), $0) },
                ], in: store)
            #expect(try Self.names(store) == ["a", "c"])
            #expect(outcomes.map { $0.failure is Refusal } == [false, true, false])
            try store.close()
        }
    }

    @Test func aFailureOfTheFileIsThatOfOneWrite() async throws {
        try await Self.inStores { store in
            let outcomes = await Self.together(
                [
                    { try Rows.insert(Self.row("a"), $0) },
                    { database in
                        try Rows.insert(Self.row("b"), database)
                        // What a full disk does: SQLite undoes the whole transaction.
                        try database.execute(sql: "ROLLBACK")
                        throw DatabaseError(resultCode: .SQLITE_FULL)
                    },
                    { try Rows.insert(Self.row("c"), $0) },
                ], in: store)
            #expect(try Self.names(store) == ["a", "c"])
            #expect(outcomes.map { $0.failure is DatabaseError } == [false, true, false])
            try store.close()
        }
    }

    @Test func eachIsToldWhenOthersCanSeeIt() async throws {
        try await StoreTests.inFolder { folder in
            let store = try Store(.file(folder + "/e.sqlite"))
            let reader = try store.reader()
            let (seen, continuation) = AsyncStream.makeStream(of: Int.self)
            store.write { _ in
                for id in ["a", "b", "c"] {
                    store.write {
                        try Rows.insert(Self.row(id), $0)
                    } done: { _ in
                        let count = try? reader.read {
                            try Rows.count(RowFilter(kind: "notes"), $0)
                        }
                        continuation.yield(count ?? -1)
                    }
                }
            } done: { _ in
            }
            var counts: [Int] = []
            for await count in seen {
                counts.append(count)
                if counts.count == 3 { break }
            }
            // One commit held them all.
            #expect(counts == [3, 3, 3])
            reader.close()
            try store.close()
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
