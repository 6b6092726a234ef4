import JSONValue
import TavusEmulator
import Testing

struct ListTests {
    /// A resource with five rows, named n1 to n5 in the order of their creation.
    struct Resource: Sendable, CustomTestStringConvertible {
        let path: String
        /// The member that holds the name.
        let name: String
        let body: @Sendable (String) -> JSONValue
        /// A query that leaves out stock rows.
        var own = ""
        let firstPage: Int
        let isNewestFirst: Bool

        var testDescription: String { path }

        func names(_ numbers: Int...) -> [String] { numbers.map { "n\($0)" } }
    }

    static let resources = [
        Resource(
            path: "/v2/conversations", name: "conversation_name",
            body: { ["replica_id": "r79e1c033f", "conversation_name": .string($0)] },
            firstPage: 1, isNewestFirst: true),
        Resource(
            path: "/v2/personas", name: "persona_name",
            body: { ["persona_name": .string($0), "system_prompt": "s"] },
            own: "&persona_type=user", firstPage: 1, isNewestFirst: true),
        Resource(
            path: "/v2/replicas", name: "replica_name",
            body: { ["replica_name": .string($0), "train_video_url": "https://a"] },
            own: "&replica_type=user", firstPage: 1, isNewestFirst: true),
        Resource(
            path: "/v2/objectives", name: "name",
            body: {
                [
                    "name": .string($0),
                    "data": [["objective_name": "o", "objective_prompt": "p"]],
                ]
            }, firstPage: 1, isNewestFirst: false),
        Resource(
            path: "/v2/guardrails", name: "name",
            body: { ["name": .string($0), "data": [["guardrails_prompt": "p"]]] },
            firstPage: 1, isNewestFirst: false),
        Resource(
            path: "/v2/documents", name: "document_name",
            body: { ["document_name": .string($0), "document_url": "https://a/b"] },
            firstPage: 0, isNewestFirst: false),
        Resource(
            path: "/v2/videos", name: "video_name",
            body: { ["video_name": .string($0), "replica_id": "r79e1c033f", "script": "s"] },
            firstPage: 1, isNewestFirst: true),
    ]

    static func run(
        _ resource: Resource, _ body: (TestEmulator) async throws -> Void
    ) async throws {
        try await TestEmulator.run(.init(concurrencyLimit: 100)) { api in
            for number in 1...5 {
                let created = try await api.post(resource.path, resource.body("n\(number)"))
                #expect(created.status == 200)
            }
            try await body(api)
        }
    }

    @Test(arguments: resources)
    func pagesCountFromTheResourcesOwnBase(_ resource: Resource) async throws {
        try await Self.run(resource) { api in
            let pages =
                resource.isNewestFirst
                ? [resource.names(5, 4), resource.names(3, 2), resource.names(1), []]
                : [resource.names(1, 2), resource.names(3, 4), resource.names(5), []]
            for (index, names) in pages.enumerated() {
                let page = try await api.get(
                    "\(resource.path)/?limit=2&page=\(resource.firstPage + index)\(resource.own)")
                #expect(try page.rows(resource.name) == names, "page \(index)")
                #expect(try page["total_count"] == 5)
            }
            let first = try await api.get("\(resource.path)?limit=2\(resource.own)")
            #expect(try first.rows(resource.name) == pages[0])
            let zero = try await api.get("\(resource.path)?limit=2&page=0\(resource.own)")
            #expect(try zero.rows(resource.name) == pages[0])
        }
    }

    @Test(arguments: resources)
    func bothPairsOfSortWordsAreTaken(_ resource: Resource) async throws {
        try await Self.run(resource) { api in
            for word in ["asc", "ascending"] {
                let page = try await api.get("\(resource.path)?sort=\(word)\(resource.own)")
                #expect(try page.rows(resource.name) == resource.names(1, 2, 3, 4, 5))
            }
            for word in ["desc", "descending"] {
                let page = try await api.get("\(resource.path)?sort=\(word)\(resource.own)")
                #expect(try page.rows(resource.name) == resource.names(5, 4, 3, 2, 1))
            }
        }
    }

    @Test(arguments: [
        ("limit=0", "limit must be a positive integer"),
        ("limit=-1", "limit must be a positive integer"),
        ("limit=ten", "limit must be a positive integer"),
        ("page=x", "page must be an integer"),
        ("page=-1", "page must not be negative"),
        ("sort=up", "sort must be ascending or descending"),
    ])
    func badPagesAreRefused(_ query: String, _ reason: String) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.get("/v2/documents?\(query)")
            #expect(answer.status == 400)
            #expect(try answer.body == ["error": .string("Invalid request: \(reason)")])
        }
    }

    @Test func tenRowsUnlessAskedAndAHundredAtMost() async throws {
        try await TestEmulator.run(.init(concurrencyLimit: 1000)) { api in
            for _ in 1...101 {
                _ = try await api.post("/v2/conversations", ["replica_id": "r79e1c033f"])
            }
            #expect(try await api.get("/v2/conversations").rows("status").count == 10)
            #expect(try await api.get("/v2/conversations?limit=50").rows("status").count == 50)
            #expect(try await api.get("/v2/conversations?limit=5000").rows("status").count == 100)
            let far = try await api.get("/v2/conversations?page=9223372036854775807&limit=100")
            #expect(try far.body == ["data": [], "total_count": 101])
        }
    }

    @Test func onlyDocumentsTellTheirPage() async throws {
        try await TestEmulator.run { api in
            let documents = try await api.get("/v2/documents?limit=500")
            #expect(
                try documents.body == ["data": [], "total_count": 0, "page": 0, "limit": 100])
            #expect(try await api.get("/v2/videos").body == ["data": [], "total_count": 0])
        }
    }

    @Test func conversationsAreFilteredByTheirStateNow() async throws {
        try await Self.run(Self.resources[0]) { api in
            _ = try await api.post(
                "/v2/conversations/\(try await api.get("/v2/conversations?limit=1").rows("conversation_id")[0])/end"
            )
            #expect(try await api.get("/v2/conversations?status=active")["total_count"] == 4)
            #expect(
                try await api.get("/v2/conversations?status=ended").rows("conversation_name")
                    == ["n5"])
            #expect(try await api.get("/v2/conversations?status=paused")["total_count"] == 0)
            try await api.emulator.advance(by: 3600)
            #expect(try await api.get("/v2/conversations?status=active")["total_count"] == 0)
            #expect(try await api.get("/v2/conversations?status=ended")["total_count"] == 5)
            let listed = try await api.get("/v2/conversations?limit=1")["data"]?[0]
            #expect(listed?["created_at"] == "2025-06-15T15:06:40.000000Z")
        }
    }

    @Test func stockRowsAreOfTypeSystem() async throws {
        try await TestEmulator.run { api in
            #expect(try await api.get("/v2/personas?persona_type=user")["total_count"] == 0)
            let personas = try await api.get("/v2/personas?persona_type=system&limit=100")
            #expect(try personas.rows("persona_id").first == "p5317866")
            #expect(try personas.rows("persona_name").first == "Life Coach")
            let replicas = try await api.get("/v2/replicas?replica_type=system&limit=100")
            #expect(try replicas.rows("replica_id").first == "r79e1c033f")
            #expect(Set(try replicas.rows("status")) == ["completed"])
            let stock = try await api.delete("/v2/personas/p5317866")
            #expect(stock.status == 400)
            #expect(
                try stock.body
                    == ["error": "p5317866 is a stock row of the emulator and cannot be deleted"])
            for path in ["/v2/personas?persona_type=x", "/v2/replicas?replica_type=x"] {
                #expect(try await api.get(path).status == 400)
            }
        }
    }

    @Test func replicasAreFilteredByIDAndModel() async throws {
        try await TestEmulator.run { api in
            let ids = "r79e1c033f,%20rfe12d8b9597,rnone"
            #expect(
                try await api.get("/v2/replicas?replica_ids=\(ids)").rows("replica_id")
                    == ["r79e1c033f", "rfe12d8b9597"])
            let id = try await api.create(
                "/v2/replicas", ["train_video_url": "https://a", "model_name": "phoenix-9"],
                id: "replica_id")
            #expect(
                try await api.get("/v2/replicas?model_name=phoenix-9").rows("replica_id") == [id])
        }
    }

    @Test func documentsAreFilteredByNameTagAndState() async throws {
        try await TestEmulator.run { api in
            func add(_ name: String, _ tags: JSONValue, _ url: String) async throws -> String {
                try await api.create(
                    "/v2/documents",
                    ["document_name": .string(name), "tags": tags, "document_url": .string(url)],
                    id: "uuid")
            }
            let prices = try await add("Prices 2025", ["sales", "public"], "https://a/p")
            let broken = try await add("Broken", ["public"], "https://a/emulator-fail")
            for (query, ids) in [
                ("name_or_uuid=PRICES", [prices]), ("name_or_uuid=\(broken)", [broken]),
                ("name_or_uuid=100%25", []), ("tags=sales", [prices]),
                ("tags=sales,%20public", [prices, broken]), ("tags=nobody", []),
                ("status=processing", [prices, broken]), ("status=ready", []),
            ] {
                #expect(try await api.get("/v2/documents?\(query)").rows("uuid") == ids, "\(query)")
            }
            try await api.emulator.advance(by: 2)
            #expect(try await api.get("/v2/documents?status=ready").rows("uuid") == [prices])
            #expect(try await api.get("/v2/documents?status=error").rows("uuid") == [broken])
            #expect(try await api.get("/v2/documents?status=started").rows("uuid") == [])
        }
    }

    @Test func setsAreFilteredByTypeAndName() async throws {
        try await Self.run(Self.resources[3]) { api in
            for (query, count) in [
                ("", 5), ("?type=user", 5), ("?type=system", 0), ("?type=all", 5),
                ("?name_or_uuid=N3", 1),
            ] as [(String, Int64)] {
                let page = try await api.get("/v2/objectives\(query)")
                #expect(try page["total_count"] == .integer(count))
            }
            #expect(try await api.get("/v2/objectives?type=x").status == 400)
        }
    }
}
