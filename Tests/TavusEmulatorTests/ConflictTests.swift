import TavusAPI
import TavusEmulator
import Testing

/// Where the sources disagree: what is done by default plays in RawHTTP/conflicts, whose titles begin
/// with the numbers of the catalogue.
struct ConflictTests {
    @Test func everyConflictIsNumberedAndCited() {
        let conflicts = Catalogue.conflicts
        #expect(conflicts.map(\.id).sorted() == Array(1...conflicts.count))
        for conflict in conflicts {
            #expect(conflict.decision.hasSuffix("."), "\(conflict.id)")
            #expect(conflict.others.contains("202"), "\(conflict.id) has no date")
        }
    }

    @Test func everyConflictIsPlayedInAFixture() throws {
        let fixture = try #require(
            try RawRun.fixtures().first { $0.name == "conflicts.http" })
        let played = try RawExchange.all(in: fixture.text).flatMap { exchange in
            exchange.title.prefix { $0 != ":" }.split(separator: ",")
                .compactMap { Int($0.filter(\.isNumber)) }
        }
        #expect(Set(played) == Set(Catalogue.conflicts.map(\.id)))
    }

    @Test func everySwitchOfTheCatalogueIsAWordOfTheDialect() throws {
        let words = Catalogue.conflicts.compactMap(\.dialect)
        #expect(
            words == [
                "new-document=started", "deleted=200", "renamed=204", "videos-page=0",
                "unknown-id=404", "unchanged=200", "missing-replica=lent",
            ])
        for word in words {
            #expect(try TavusEmulator.Dialect(words: [word]) != TavusEmulator.Dialect(), "\(word)")
        }
    }

    @Test(arguments: [
        (
            "unknown_id=404",
            "dialect: no topic in \"unknown_id=404\". Did you mean \"unknown-id\"?"
        ),
        ("deleted=404", "dialect: deleted is 204 or 200, not \"404\""),
        (
            "x",
            "dialect: no topic in \"x\". unknown-id=observed|404 new-document=processing|started"
                + " missing-replica=refused|lent videos-page=1|0 unchanged=304|200 deleted=204|200 renamed=200|204"
        ),
    ])
    func aWordThatIsNoneIsExplained(_ word: String, _ message: String) {
        #expect(throws: EmulatorError.self) { try TavusEmulator.Dialect(words: [word]) }
        do {
            _ = try TavusEmulator.Dialect(words: [word])
        } catch {
            #expect(error.description == message)
        }
    }

    // MARK: - The other side

    private static func run(
        _ word: String, _ body: (TestEmulator) async throws -> Void
    ) async throws {
        try await TestEmulator.run(.init(dialect: try .init(words: [word])), body)
    }

    @Test func aNewDocumentIsStartedFirst() async throws {
        try await Self.run("new-document=started") { api in
            let id = try await api.create(
                "/v2/documents", ["document_url": "https://example.com/a"], id: "uuid")
            let path = "/v2/documents/\(id)"
            #expect(try await api.get(path)["status"] == "started")
            #expect(try await api.get("/v2/documents?status=started")["total_count"] == 1)
            #expect(try await api.get("/v2/documents?status=processing")["total_count"] == 0)
            try await api.emulator.advance(by: 0.3)
            #expect(try await api.get(path)["status"] == "processing")
            #expect(try await api.get("/v2/documents?status=started")["total_count"] == 0)
            #expect(try await api.get("/v2/documents?status=processing")["total_count"] == 1)
            try await api.emulator.advance(by: 2)
            #expect(try await api.get(path)["status"] == "ready")
        }
    }

    @Test func videosCountFromZero() async throws {
        try await Self.run("videos-page=0") { api in
            for _ in 1...2 {
                _ = try await api.post(
                    "/v2/videos", ["replica_id": "r79e1c033f", "script": "Hello"])
            }
            let pages = try await [0, 1, 2].asyncMap {
                try await api.get("/v2/videos?limit=1&page=\($0)").rows("video_id").count
            }
            #expect(pages == [1, 1, 0])
            let personas = try await [0, 1].asyncMap {
                try await api.get("/v2/personas?limit=1&page=\($0)").rows("persona_id")
            }
            #expect(personas[0] == personas[1])
        }
    }

    @Test func aDeleteIsAnsweredWith200() async throws {
        try await Self.run("deleted=200") { api in
            let id = try await api.create(
                "/v2/videos", ["replica_id": "r79e1c033f", "script": "Hello"], id: "video_id")
            #expect(try await api.delete("/v2/videos/\(id)").status == 200)
        }
    }

    @Test func aRenameIsAnsweredWith204() async throws {
        try await Self.run("renamed=204") { api in
            let id = try await api.create(
                "/v2/videos", ["replica_id": "r79e1c033f", "script": "Hello"], id: "video_id")
            let renamed = try await api.patch("/v2/videos/\(id)/name", ["video_name": "Sales"])
            #expect(renamed.status == 204 && renamed.text.isEmpty)
            #expect(try await api.get("/v2/videos/\(id)")["video_name"] == "Sales")
        }
    }

    @Test func aPatchThatChangesNothingIsAnsweredWith200() async throws {
        try await Self.run("unchanged=200") { api in
            let patched = try await api.patch(
                "/v2/personas/p5317866",
                [["op": "replace", "path": "/persona_name", "value": "Life Coach"]])
            #expect(patched.status == 200)
            #expect(try patched.body == ["message": "No changes were made to the persona"])
        }
    }
}

extension Array where Element: Sendable {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async throws -> [T] {
        var results: [T] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
