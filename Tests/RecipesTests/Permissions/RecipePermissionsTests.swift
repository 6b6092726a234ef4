import JSONValue
import Recipes
import TavusAPI
import Testing

struct RecipePermissionsTests {
    private func permissions(_ table: JSONObject) throws -> RecipePermissions {
        try RecipePermissions(table)
    }

    private func call(_ method: HTTPMethod, _ path: String, hard: Bool = false) -> TavusRequest {
        TavusRequest(method: method, path: path, query: hard ? [("hard", "true")] : [])
    }

    @Test func aTableIsReadAndWrittenInOneOrder() throws {
        let read = try permissions([
            "budget": ["videos": 500, "minutes": 1.5, "per_day": ["creates": 1000]],
            "operations": ["videos.create", "*.list", "read", "hard-delete"],
            "listen": true, "env": ["LANG"], "read": ["{rows}", "data"], "hosts": ["*.example.com"],
            "write": ["out"], "secrets": ["crm"],
        ])
        #expect(
            read.canonicalText == """
                {"budget":{"minutes":1.5,"per_day":{"creates":1000},"videos":500},"env":["LANG"],\
                "hosts":["*.example.com"],"listen":true,"operations":["*.list","hard-delete","read",\
                "videos.create"],"read":["data","{rows}"],"secrets":["crm"],"write":["out"]}
                """)
        #expect(try permissions(read.json) == read)
        #expect(try permissions(read.json).sha256 == read.sha256)
    }

    @Test func theHashIsThatOfTheText() throws {
        // printf '{}' | sha256sum
        #expect(
            RecipePermissions.none.sha256
                == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    }

    @Test(
        arguments: [
            (
                ["operation": []],
                "operation: there is no such permission. Did you mean \"operations\"?"
            ),
            (["operations": "read"], "operations: expected a list of texts, got \"read\""),
            (["operations": ["read", 7]], "operations[2]: expected a text, got 7"),
            (
                ["operations": ["video.create"]],
                "operations[1]: \"video.create\" names no operation. Did you mean \"videos.create\"?"
            ),
            (
                ["operations": ["writes"]],
                "operations[1]: \"writes\" is neither an operation such as \"videos.create\" nor one of"
                    + " read, write, delete, hard-delete. Did you mean \"write\"?"
            ),
            (
                ["operations": ["POST /v2/videos"]],
                "operations[1]: \"POST /v2/videos\" is the operation videos.create; grant it by that name"
            ),
            (
                ["operations": ["/v2/things"]],
                "operations[1]: \"/v2/things\": a path is written with its method, such as"
                    + " \"GET /v2/things/*\""
            ),
            (
                ["budget": ["video": 3]],
                "budget.video: nothing of this name is counted. Did you mean \"videos\"?"
            ),
            (
                ["budget": ["videos": -1]],
                "budget.videos: expected a whole number from 0 on, got -1"
            ),
            (
                ["budget": ["videos": 1.5]],
                "budget.videos: expected a whole number from 0 on, got 1.5"
            ),
            (
                ["budget": ["per_day": 3]],
                "budget.per_day: expected a table, got 3"
            ),
            (["listen": [80]], "listen: expected true or false, got a list"),
            (["read": ["a/*"]], "read[1]: \"a/*\" has a star; a folder permits everything in it"),
            (
                ["hosts": ["https://x.com"]],
                "hosts[1]: \"https://x.com\" is no host; write names in small letters without a scheme,"
                    + " \"*.example.com\""
            ),
            (
                ["env": ["A=\u{1b}[2J"]],
                "env[1]: \"A=\\u{1b}[2J\" is no name; \"*\" alone permits all"
            ),
        ] as [(JSONObject, String)])
    func aMistakeIsToldWithItsPlace(_ table: JSONObject, _ message: String) {
        #expect(throws: PermissionProblem.self) { try RecipePermissions(table) }
        do { _ = try RecipePermissions(table) } catch {
            #expect("\(error)" == "permissions.\(message)")
        }
    }

    @Test func aPathIsTakenForTheOperationThatItIs() throws {
        let rules = try permissions(["operations": ["personas.get", "faces.delete"]]).operations
        #expect(rules.permits(call(.get, "/v2/personas/p1")))
        #expect(rules.permits(call(.get, "/v2/pals/p1")))
        #expect(!rules.permits(call(.get, "/v2/personas")))
        #expect(rules.permits(call(.delete, "/v2/replicas/r1")))
        #expect(!rules.permits(call(.delete, "/v2/replicas/r1", hard: true)))
        #expect(!rules.permits(call(.get, "/v2/things/1")))
    }

    @Test func unknownPathsNeedAnEntryOfTheirOwn() throws {
        let classes = try permissions(["operations": ["read", "write", "delete", "*.*"]]).operations
        #expect(!classes.permits(call(.get, "/v2/things")))
        let path = try permissions(["operations": ["GET /v2/things/*"]]).operations
        #expect(path.permits(call(.get, "/v2/things/1")))
        #expect(!path.permits(call(.post, "/v2/things/1")))
        #expect(!path.permits(call(.get, "/v2/personas/1")))
        #expect(OperationRules.all.permits(call(.post, "/v2/things/1")))
    }

    @Test func deletingForGoodIsARightOfItsOwn() throws {
        let soft = try permissions(["operations": ["delete"]]).operations
        let alone = try permissions(["operations": ["hard-delete"]]).operations
        let both = try permissions(["operations": ["delete", "hard-delete"]]).operations
        let hard = call(.delete, "/v2/videos/v1", hard: true)
        #expect([soft, alone, both].map { $0.permits(hard) } == [false, false, true])
        #expect(!alone.permits(call(.delete, "/v2/videos/v1")))
    }

    @Test func wordsSayWhatItMayDoAndWhatNot() throws {
        let bulk = try permissions([
            "operations": ["videos.create", "replicas.get", "videos.get", "conversations.end"],
            "read": ["{rows}"], "budget": ["videos": 500, "requests": 5000],
        ])
        #expect(
            bulk.words.may == [
                "create videos (at most 500)", "end conversations", "read replicas and videos",
                "send 5000 requests", "read the file given by --rows",
            ])
        #expect(
            bulk.words.mayNot == ["delete anything", "reach other hosts", "see your environment"])
        #expect(
            RecipePermissions.none.words.sentence
                == "do nothing; may not delete anything, reach other hosts, see your environment or files"
        )
        let open = try permissions(["operations": ["videos.create", "delete", "read"]])
        #expect(
            open.words.may.prefix(1) + open.words.may.suffix(2) == [
                "create any number of videos", "delete everything", "read everything",
            ])
        let variables = try permissions(["env": ["MY_CRM_HOST"], "operations": ["POST /v2/x/*"]])
        #expect(variables.words.may == ["call POST /v2/x/*", "see the variables MY_CRM_HOST"])
    }

    @Test func anUpdateIsAskedForWhatItAdds() throws {
        let before = try permissions([
            "operations": ["videos.*", "read"], "read": ["data"], "hosts": ["*.example.com"],
            "budget": ["videos": 10, "minutes": 5],
        ])
        let after = try permissions([
            "operations": ["videos.create", "replicas.get", "replicas.delete", "*.create"],
            "read": ["data/in", "other"], "hosts": ["api.example.com"], "budget": ["videos": 20],
        ])
        let added = try #require(after.widening(from: before))
        #expect(!added.operations.patterns.contains(.name(resource: "videos", verb: "create")))
        #expect(added.operations.texts.contains("replicas.delete"))
        #expect(added.operations.texts.contains("personas.create"))
        #expect(!added.operations.texts.contains("replicas.get"))
        #expect(added.read == ["other"])
        #expect(added.hosts == .none)
        #expect(added.budget == Budget(perRun: [.resource("videos"): 20]))
        #expect(
            PermissionWords.liftedLimits(from: before, to: after)
                == ["no limit of minutes a run any more (it was 5)"])
        #expect(before.widening(from: before) == nil)
        #expect(
            try permissions(["operations": ["videos.get"], "budget": ["videos": 10, "minutes": 5]])
                .widening(from: before) == nil)
    }

    @Test func aFolderCoversWhatIsInItAndNothingThatClimbsOut() throws {
        let folder = try permissions(["read": ["data"]])
        let inner = { (path: String) in
            folder.intersection(RecipePermissions(read: .only([path]))).read
        }
        #expect(inner("data/a.csv") == ["data/a.csv"])
        #expect(inner("database") == .none)
        #expect(inner("data/../secret") == .none)
        #expect(inner("/data/a") == .none)
    }
}
