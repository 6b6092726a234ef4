import Foundation
import GRDB
import JSONValue
import NIOPosix
import Testing

@testable import TavusEmulator

/// The data file: shared, reopened, killed, and refused.
struct StoreTests {
    static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        do { try await body(folder) } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    static let call: JSONValue = ["replica_id": "r79e1c033f"]

    @Test func twoEmulatorsOnOneFileShareRowsClockAndLimit() async throws {
        try await Self.inFolder { folder in
            let options = TavusEmulator.Options(storage: .file(folder + "/deep/e.sqlite"))
            try await TestEmulator.run(options) { one in
                try await TestEmulator.run(options) { two in
                    let id = try await one.create(
                        "/v2/conversations", Self.call, id: "conversation_id")
                    #expect(try await two.get("/v2/conversations/\(id)")["status"] == "active")
                    _ = try await two.post("/v2/conversations", Self.call)
                    _ = try await two.post("/v2/conversations", Self.call)
                    #expect(try await one.post("/v2/conversations", Self.call).status == 400)
                    try await two.emulator.advance(by: 3600)
                    #expect(try await one.get("/v2/conversations/\(id)")["status"] == "ended")
                    #expect(try await one.emulator.now() == TestEmulator.start + 3600)
                }
            }
        }
    }

    @Test func aLinkToNothingMakesAFileForItsOwnerAlone() async throws {
        try await Self.inFolder { folder in
            let files = FileManager.default
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try files.createSymbolicLink(
                atPath: folder + "/e.sqlite", withDestinationPath: folder + "/real")
            let options = TavusEmulator.Options(storage: .file(folder + "/e.sqlite"))
            try await TestEmulator.run(options) { api in
                _ = try await api.post("/v2/conversations", Self.call)
                let names = try files.contentsOfDirectory(atPath: folder).sorted()
                #expect(names == ["e.sqlite", "real", "real-shm", "real-wal"])
                for name in names.dropFirst() {
                    let facts = try files.attributesOfItem(atPath: folder + "/" + name)
                    #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
                }
            }
        }
    }

    @Test func whatOneRunCreatesTheNextOneFinds() async throws {
        try await Self.inFolder { folder in
            let options = TavusEmulator.Options(storage: .file(folder + "/e.sqlite"))
            var id = ""
            try await TestEmulator.run(options) { api in
                id = try await api.create("/v2/conversations", Self.call, id: "conversation_id")
                try await api.emulator.advance(by: 10)
            }
            try await TestEmulator.run(options) { api in
                let found = try await api.get("/v2/conversations/\(id)")
                #expect(try found["status"] == "active")
                #expect(try await api.emulator.now() == TestEmulator.start + 10)
                #expect(try await api.get("/v2/personas?limit=1")["total_count"] == 17)
            }
        }
    }

    @Test func theFileAndItsLogAreTheOwnersAlone() async throws {
        try await Self.inFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let options = TavusEmulator.Options(storage: .file(folder + "/e.sqlite"))
            try await TestEmulator.run(options) { api in
                _ = try await api.post("/v2/conversations", Self.call)
                for name in ["e.sqlite", "e.sqlite-wal", "e.sqlite-shm"] {
                    let facts = try FileManager.default.attributesOfItem(
                        atPath: folder + "/" + name)
                    #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
                }
            }
        }
    }

    @Test func whatOneAnswerReadsIsOfOneMoment() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/e.sqlite"
            let store = try Store(.file(path))
            let reader = try store.reader()
            let other = try DatabaseQueue(path: path)
            let row = StoredResource(
                kind: "notes", id: "n", name: "n", createdAt: 0, updatedAt: 0, body: [:])
            func count(_ database: Database) throws -> Int {
                try Rows.count(RowFilter(kind: "notes"), database)
            }
            let counts = try reader.read { database in
                try Rows.withClockOffset(database) { _ in
                    let before = try count(database)
                    try other.write { try Rows.insert(row, $0) }
                    return [before, try count(database)]
                }
            }
            #expect(counts == [0, 0])
            #expect(try reader.read(count) == 1)
            reader.close()
            try other.close()
            try store.close()
        }
    }

    @Test func readsOfOneTurnSeeOneMomentUntilItIsRenewed() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/e.sqlite"
            let store = try Store(.file(path))
            let reader = try store.reader()
            let other = try DatabaseQueue(path: path)
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let moment = SharedMoment(reader, on: loop)
            @Sendable func count() throws -> Int {
                try moment.read { database, _ in try Rows.count(RowFilter(kind: "notes"), database)
                }
            }
            @Sendable func add(_ id: String) throws {
                let row = StoredResource(
                    kind: "notes", id: id, name: "", createdAt: 0, updatedAt: 0, body: [:])
                try other.write { try Rows.insert(row, $0) }
            }
            let counts = try await loop.submit {
                let before = try count()
                try add("a")
                let same = try count()
                moment.renew()
                let renewed = try count()
                try add("b")
                return [before, same, renewed, try count()]
            }.get()
            #expect(counts == [0, 0, 1, 1])
            #expect(try await loop.submit(count).get() == 2)
            reader.close()
            try other.close()
            try store.close()
        }
    }

    @Test func manyWritersOnOneFileLoseNothing() async throws {
        try await Self.inFolder { folder in
            let options = TavusEmulator.Options(storage: .file(folder + "/e.sqlite"))
            try await TestEmulator.run(options) { one in
                try await TestEmulator.run(options) { two in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for number in 0..<60 {
                            let api = number.isMultiple(of: 2) ? one : two
                            group.addTask {
                                let answer = try await api.post(
                                    "/v2/documents", ["document_url": "https://a"])
                                #expect(answer.status == 200)
                            }
                        }
                        try await group.waitForAll()
                    }
                    #expect(try await one.get("/v2/documents")["total_count"] == 60)
                }
            }
        }
    }

    /// A copy of the file and its log while the emulator runs is what a killed process leaves.
    @Test func aKilledEmulatorLeavesWhatItAnswered() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/e.sqlite"
            try await TestEmulator.run(.init(storage: .file(path))) { api in
                let id = try await api.create("/v2/conversations", Self.call, id: "conversation_id")
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: path + suffix, toPath: folder + "/killed.sqlite" + suffix)
                }
                try await TestEmulator.run(.init(storage: .file(folder + "/killed.sqlite"))) {
                    next in
                    let found = try await next.get("/v2/conversations/\(id)")
                    #expect(try found["status"] == "active")
                }
            }
        }
    }

    @Test func resetLeavesTheStockAndTheWallClock() async throws {
        try await TestEmulator.run { api in
            _ = try await api.post("/v2/conversations", Self.call)
            _ = try await api.patch("/v2/personas/p5317866", PersonaTests.samplePatch)
            try await api.emulator.advance(by: 60)
            try await api.emulator.reset()
            #expect(try await api.get("/v2/conversations")["total_count"] == 0)
            #expect(try await api.get("/v2/personas/p5317866")["persona_name"] == "Life Coach")
            #expect(try await api.emulator.now() == TestEmulator.start)
        }
    }

    @Test func theClockOnlyGoesForward() async throws {
        try await TestEmulator.run { api in
            for seconds in [-1.0, .infinity, .nan] {
                await #expect(throws: EmulatorError.self) {
                    try await api.emulator.advance(by: seconds)
                }
            }
            let now = try await api.emulator.now()
            #expect(now == TestEmulator.start)
        }
    }

    @Test func aStoppedEmulatorCanStartAgain() async throws {
        let emulator = TavusEmulator(.init())
        let first = try await emulator.start()
        #expect(try await emulator.start() == first)
        await emulator.stop()
        await #expect(throws: (any Error).self) { try await Wire.exchange("x", port: first) }
        #expect(try await emulator.start() > 0)
        await emulator.stop()
    }

    /// Silent connections, half a request, answered ones, and some that come while it stops.
    @Test(.timeLimit(.minutes(1)))
    func stoppingEndsEveryConnection() async throws {
        let texts = [
            "", "GET /v2/vid", "GET /v2/videos HTTP/1.1\r\nHost: localhost\r\nx-api-key: k\r\n\r\n",
        ]
        for _ in 1...10 {
            let emulator = TavusEmulator(.init())
            let port = try await emulator.start()
            await withTaskGroup(of: Void.self) { group in
                for text in texts + texts + texts {
                    // Refused or cut off is as good as answered; only waiting for ever is not.
                    group.addTask { _ = try? await Wire.exchange(text, port: port) }
                }
                await Task.yield()
                await emulator.stop()
            }
        }
    }

    @Test func aTakenPortIsNamed() async throws {
        try await TestEmulator.run { api in
            let second = TavusEmulator(.init(port: api.port))
            let error = await #expect(throws: EmulatorError.self) { try await second.start() }
            #expect(
                error?.description
                    == "cannot listen on 127.0.0.1:\(api.port): another program has this port. "
                    + "Choose another one (--port N), or 0 for one that is free")
            await second.stop()
        }
    }

    @Test func filesThatAreNotTheEmulatorsAreRefused() async throws {
        try await Self.inFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let text = folder + "/notes.txt"
            try Data("not a database, but long enough to be read as one".utf8).write(
                to: URL(filePath: text))
            let expected = [
                (text, "emulator data \(text): not an SQLite file"),
                (folder, "emulator data \(folder): cannot open it: unable to open database file"),
                (
                    text + "/e.sqlite",
                    "emulator data \(text)/e.sqlite: cannot open it: unable to open database file"
                ),
                (
                    text + "/deep/e.sqlite",
                    "emulator data \(text)/deep/e.sqlite: cannot make the folder \(text)/deep: "
                        + "Not a directory"
                ),
            ]
            for (path, message) in expected {
                let emulator = TavusEmulator(.init(storage: .file(path)))
                let error = await #expect(throws: EmulatorError.self) { try await emulator.start() }
                #expect(error?.description == message)
            }
        }
    }
}
