import JSONValue
import Recipes
import Testing

struct RecipeArgumentsTests {
    /// Parameters of every type.
    private static let header = """
        name = "sweep"
        [params]
        older_than = { type = "duration", default = "45m", short = "a", max = "2d" }
        keep = { type = "list<string>", max = 3 }
        draft = { type = "bool", default = false, short = "d" }
        count = { type = "int", min = 1, max = 9 }
        rate = { type = "number" }
        format = { type = "enum", choices = ["md", "jsonl"] }
        since = { type = "date", min = "2025-01-01" }
        hook = { type = "url" }
        mail = { type = "email" }
        replica = { type = "id<replica>", env = "REPLICA" }
        ids = { type = "list<id<video>>" }
        note = { type = "text" }
        data = { type = "json" }
        rows = { type = "rows", columns = ["name"] }
        token = { type = "secret", env = "TOKEN" }
        code = { type = "string", pattern = "[A-Z]{3}" }
        old = { type = "string", deprecated = "use --code", hidden = true }
        """

    private static let files: [String: String] = [
        "leads.csv": "name,age\nRio,4\n\"A, \"\"B\"\"\",5\n", "bad.csv": "name,age\nRio\n",
        "nameless.jsonl": "{\"name\":1}\n\n{\"nam\":2}\n", "note.txt": "two\nlines\n",
        "token.txt": "s3cret\n", "params.json": #"{"older_than":"1h","count":2,"format":"jsonl"}"#,
        "wrong.json": #"{"count":"two","formt":"md"}"#,
    ]

    private func arguments(
        _ words: [String], environment: [String: String] = [:]
    ) throws -> RecipeArguments {
        let manifest = try RecipeManifest(RecipeHeader(Self.header, file: "sweep.lua"))
        return try RecipeArguments(
            words, for: manifest.parameters,
            inputs: ParameterInputs(
                environment: { environment[$0] },
                file: { path throws(RecipeError) in
                    guard let text = Self.files[path] else {
                        throw RecipeError(.notFound, [RecipeProblem("no such file", file: path)])
                    }
                    return Array(text.utf8)
                }, standardInput: { () throws(RecipeError) in Array("typed".utf8) }))
    }

    private static let accepted: [([String], JSONValue)] = [
        ([], [:]),
        (["--older-than", "1h30m"], ["older_than": 5400]), (["-a", "90"], ["older_than": 90]),
        (["-a=0.5s"], ["older_than": 0.5]), (["-a2h"], ["older_than": 7200]),
        (["--keep", "a", "--keep=b,c"], ["keep": ["a", "b", "c"]]),
        (["--draft"], ["draft": true]), (["-d", "--no-draft"], ["draft": false]),
        (["--draft=yes"], ["draft": true]),
        (["--count", "9", "--rate", "-1.5"], ["count": 9, "rate": -1.5]),
        (["--rate=2"], ["rate": 2]), (["--format", "md"], ["format": "md"]),
        (["--since", "2028-02-29"], ["since": "2028-02-29"]),
        (["--hook", "https://example.com/x?y=1"], ["hook": "https://example.com/x?y=1"]),
        (["--mail", "rio@example.com"], ["mail": "rio@example.com"]),
        (["--replica", "r79e1c033f"], ["replica": "r79e1c033f"]),
        (["--ids", "v1,v2"], ["ids": ["v1", "v2"]]),
        (["--note", "@note.txt"], ["note": "two\nlines\n"]), (["--note", "-"], ["note": "typed"]),
        (["--note", "@@here"], ["note": "@here"]), (["--code", "ABC"], ["code": "ABC"]),
        (["--data", #"{"a":[1,2.0]}"#], ["data": ["a": [1, 2.0]]]),
        (
            ["--rows", "leads.csv"],
            ["rows": [["name": "Rio", "age": "4"], ["name": "A, \"B\"", "age": "5"]]]
        ),
        (["--token-file", "token.txt"], ["token": "s3cret"]),
        (["--params", "params.json"], ["older_than": 3600, "count": 2, "format": "jsonl"]),
        (
            ["--params", "params.json", "--count", "3"],
            ["older_than": 3600, "count": 3, "format": "jsonl"]
        ),
    ]

    @Test(arguments: accepted)
    func wordsBecomeValues(_ words: [String], _ values: JSONValue) throws {
        var expected: JSONObject = ["older_than": 2700, "draft": false]
        for (name, value) in try #require(values.objectValue) { expected[name] = value }
        #expect(try arguments(words).values == expected)
    }

    private static let refused: [([String], [String])] = [
        (
            ["--older-thn", "1h"],
            [
                "unknown option --older-thn. Did you mean --older-than?"
            ]
        ),
        (["--frmat=md"], ["unknown option --frmat. Did you mean --format?"]),
        (["count"], ["unexpected \"count\": parameters are given by name. Did you mean --count?"]),
        (["--count"], ["--count needs a value; one that begins with - is written --count=-…"]),
        (
            ["--keep", "--draft"],
            ["--keep needs a value; one that begins with - is written --keep=-…"]
        ),
        (["--no-draft=1"], ["--no-draft takes no value"]),
        (["--draft=maybe"], ["--draft: expected true or false, found \"maybe\""]),
        (["--count", "1", "--count", "2"], ["--count was given 2 times; it takes one value"]),
        (["--count", "10"], ["--count: 10 is more than 9"]),
        (["--count", "0"], ["--count: 0 is less than 1"]),
        (["--count", "1.5"], ["--count: expected a whole number, found \"1.5\""]),
        (["--older-than", "3d"], ["--older-than: 259200 s is more than 2d"]),
        (
            ["--older-than", "soon"],
            ["--older-than: expected a duration such as 90s, 45m, 6h or 2d, found \"soon\""]
        ),
        (["--keep", "a,b,c,d"], ["--keep: 4 values is more than 3"]),
        (["--format", "mdx"], ["--format: \"mdx\" is none of md, jsonl."]),
        (
            ["--since", "2025-02-29"],
            ["--since: expected a date such as 2026-11-21, found \"2025-02-29\""]
        ),
        (["--since", "2024-12-31"], ["--since: 2024-12-31 is less than 2025-01-01"]),
        (
            ["--hook", "ftp://x"],
            ["--hook: expected an address that begins with https:// or http://, found \"ftp://x\""]
        ),
        (["--mail", "rio"], ["--mail: expected a mail address, found \"rio\""]),
        (
            ["--replica", "r/../x"],
            ["--replica: expected an id: letters, digits, - and _, found \"r/../x\""]
        ),
        (["--code", "ABCD"], ["--code: \"ABCD\" does not match [A-Z]{3}"]),
        (
            ["--data", "{"],
            ["--data: expected JSON: line 1, column 2: the text ends inside an object"]
        ),
        (
            ["--token", "x"],
            ["unknown option --token."]
        ),
        (["--note", "-", "--data", "-"], ["only one parameter can read standard input"]),
        (["--note", "@gone.txt"], ["gone.txt: no such file (--note)"]),
        (
            ["--params", "wrong.json"],
            [
                "there is no parameter \"formt\". Did you mean \"format\"?",
                "count: expected a whole number, found \"two\"",
            ]
        ),
    ]

    @Test(arguments: refused)
    func whatIsWrongIsToldAllAtOnce(_ words: [String], _ problems: [String]) throws {
        let error = try #require(throws: RecipeError.self) { try arguments(words) }
        #expect(error.exitStatus == 64)
        for (found, expected) in zip(error.problems.map(\.description), problems) {
            #expect(found.hasPrefix(expected))
        }
        #expect(error.problems.count == problems.count, "\(error)")
    }

    @Test(arguments: [
        ("bad.csv", "bad.csv:2: 1 fields under 2 columns"),
        ("nameless.jsonl", "nameless.jsonl: row 2 has no \"name\"; --rows needs that column"),
    ])
    func rowsThatCannotBeUsedAreBadData(_ file: String, _ problem: String) {
        let error = #expect(throws: RecipeError.self) { try arguments(["--rows", file]) }
        #expect(error?.description == problem)
        #expect(error?.exitStatus == 65)
    }

    @Test func aVariableCountsWhereNoFlagDoes() throws {
        let variables = ["REPLICA": "r1", "TOKEN": "s"]
        #expect(
            try arguments([], environment: variables).values
                == ["older_than": 2700, "draft": false, "replica": "r1", "token": "s"])
        #expect(
            try arguments(["--replica", "r2"], environment: ["REPLICA": "r1"]).values["replica"]
                == "r2")
        let error = #expect(throws: RecipeError.self) {
            try arguments([], environment: ["REPLICA": "a b"])
        }
        #expect(
            error?.description
                == "REPLICA in the environment: expected an id: letters, digits, - and _, found \"a b\""
        )
    }

    @Test func aSecretIsShownNowhere() throws {
        let error = #expect(throws: RecipeError.self) {
            try arguments([], environment: ["TOKEN": "sent\ninel"])
        }
        #expect(error.map { !$0.description.contains("sent") } == true)
    }

    @Test func theUseOfWhatIsDeprecatedIsSaid() throws {
        #expect(
            try arguments(["--old", "x"]).warnings.map(\.description)
                == ["--old is deprecated: use --code"])
    }

    @Test func wordsForTheProgramAreAcceptedBehindTheRecipe() throws {
        let host = try arguments(
            ["-o", "csv", "--yes", "--dry-run", "-q", "--profile=acme", "--no-input"]
        ).host
        #expect(host.output == "csv")
        #expect(
            [host.assumesYes, host.isDryRun, host.isQuiet, host.takesNoInput] == [
                true, true, true, true,
            ])
        #expect(host.profile == "acme")
        #expect(try arguments(["--json"]).host.output == "json")
        #expect(try arguments(["--help", "--count"].reversed()).host.wantsHelp)
    }

    @Test func aTableOfLuaIsCheckedLikeWords() throws {
        let manifest = try RecipeManifest(RecipeHeader(Self.header, file: "sweep.lua"))
        let values = try RecipeArguments(
            ["older_than": "1h", "replica": ["replica_id": "r1"], "keep": [:]],
            for: manifest.parameters
        ).values
        #expect(values == ["older_than": 3600, "draft": false, "replica": "r1", "keep": []])
        #expect(throws: RecipeError.self) {
            try RecipeArguments(["older": 1], for: manifest.parameters)
        }
    }
}
