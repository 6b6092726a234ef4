import JSONValue
import Testing

@testable import TavusAPI

@Suite struct PatchCheckTests {
    @Test func aPatchIsSentAsItIs() throws {
        let patch: JSONValue = [
            ["op": "add", "path": "", "value": nil],
            ["op": "remove", "path": "/a~1b/~0"],
            ["op": "move", "from": "/a", "path": "/b"],
            ["op": "copy", "from": "", "path": "/b/-"],
            ["op": "test", "path": "/a", "value": [:]],
            ["op": "replace", "path": "/a/0", "value": [1, 2.0], "note": "ignored"],
        ]
        let operation = try #require(Catalogue.operation("personas.patch"))
        let request = try operation.request(ids: ["p1"], fields: patch)
        #expect(request.body?.serialized() == patch.serialized())
        #expect(request.path == "/v2/personas/p1")
        #expect(request.subject == "persona p1")
    }

    @Test func pathsBeginWithTheNamesOfTheReference() throws {
        let operation = try #require(Catalogue.operation("pals.patch"))
        let request = try operation.request(
            ids: ["p1"],
            fields: [
                ["op": "add", "path": "/pal_name", "value": "Rio"],
                ["op": "copy", "from": "/default_face_id/a", "path": "/context"],
                ["op": "add", "path": "/sytem_prompt", "value": "x"],
                ["op": "add", "path": "/brand_new/pal_name", "value": "x"],
            ])
        #expect(
            request.body == [
                ["op": "add", "path": "/persona_name", "value": "Rio"],
                ["op": "copy", "from": "/default_replica_id/a", "path": "/context"],
                ["op": "add", "path": "/sytem_prompt", "value": "x"],
                ["op": "add", "path": "/brand_new/pal_name", "value": "x"],
            ])
        #expect(
            request.warnings == [
                "[3].path: \"/sytem_prompt\" is not known. Did you mean \"/system_prompt\"?"
            ])
    }

    private static let empty =
        "a list of operations expected: { { op = \"replace\", path = \"/name\", value = \"Rio\" } }"

    @Test(
        arguments: [
            (nil, empty), (.null, empty), (.array([]), empty), (.object([:]), empty),
            (
                ["op": "remove", "path": "/a"],
                "a list of operations expected, got one: write {{ op = … }}"
            ),
            (
                ["persona_name": "Rio"],
                "a list of operations expected, got a table of fields: update takes those"
            ),
            ("x", "a list of operations expected, got string \"x\""),
            (["x"], "[1]: an operation such as { op = … } expected, got string \"x\""),
            ([["path": "/a"]], "[1]: missing \"op\""),
            ([["op": 1, "path": "/a"]], "[1].op: string expected, got integer 1"),
            (
                [
                    ["op": "test", "path": "/a", "value": 1],
                    ["op": "repalce", "path": "/a", "value": 1],
                ],
                "[2].op: \"add\", \"remove\", \"replace\", \"copy\", \"move\" or \"test\" expected,"
                    + " got \"repalce\". Did you mean \"replace\"?"
            ),
            ([["op": "add", "value": 1]], "[1]: missing \"path\""),
            ([["op": "add", "path": "/a"]], "[1]: add needs a value (json.null for null)"),
            ([["op": "test", "path": "/a"]], "[1]: test needs a value (json.null for null)"),
            ([["op": "move", "path": "/a"]], "[1]: missing \"from\""),
            (
                [["op": "remove", "path": "layers.llm"]],
                "[1].path: \"layers.llm\" is no JSON Pointer. Did you mean \"/layers/llm\"?"
            ),
            (
                [["op": "remove", "path": "/a~2"]],
                "[1].path: \"/a~2\" is no JSON Pointer: \"~\" is written \"~0\", \"/\" \"~1\""
            ),
            (
                [["op": "copy", "from": "/a~", "path": "/b"]],
                "[1].from: \"/a~\" is no JSON Pointer: \"~\" is written \"~0\", \"/\" \"~1\""
            ),
        ] as [(JSONValue?, String)])
    func aMalformedPatchIsRefusedByIndex(_ patch: JSONValue?, _ message: String) throws {
        let operation = try #require(Catalogue.operation("objectives.patch"))
        let error = #expect(throws: ArgumentError.self) {
            try operation.request(ids: ["o1"], fields: patch)
        }
        #expect(error?.message == message)
    }

    @Test func aPartOfAFieldThatIsReplacedAsAWholeIsTold() throws {
        let operation = try #require(Catalogue.operation("pronunciation_dictionaries.patch"))
        let patch: JSONValue = [["op": "remove", "path": "/rules/0"]]
        let request = try operation.request(ids: ["pd_1"], fields: patch)
        #expect(request.body == patch)
        #expect(
            request.warnings
                == ["[1].path: rules can only be replaced as a whole, by \"/rules\""])
    }
}
