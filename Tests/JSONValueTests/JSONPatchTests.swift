import JSONValue
import Testing

/// Applying patches: the examples of RFC 6902, appendix A, and the places where others go wrong.
@Suite struct JSONPatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name, document, patch, result: String
        var testDescription: String { name }

        init(_ name: String, _ document: String, _ patch: String, _ result: String) {
            (self.name, self.document, self.patch, self.result) = (name, document, patch, result)
        }
    }

    static let applied: [Case] = [
        Case(
            "A.1 add an object member", #"{"foo":"bar"}"#,
            #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
        Case(
            "A.2 add an array element", #"{"foo":["bar","baz"]}"#,
            #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, #"{"foo":["bar","qux","baz"]}"#),
        Case(
            "A.3 remove an object member", #"{"baz":"qux","foo":"bar"}"#,
            #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
        Case(
            "A.4 remove an array element", #"{"foo":["bar","qux","baz"]}"#,
            #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
        Case(
            "A.5 replace a value", #"{"baz":"qux","foo":"bar"}"#,
            #"[{"op":"replace","path":"/baz","value":"boo"}]"#, #"{"baz":"boo","foo":"bar"}"#),
        Case(
            "A.6 move a value", #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
            #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
            #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#),
        Case(
            "A.7 move an array element", #"{"foo":["all","grass","cows","eat"]}"#,
            #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
            #"{"foo":["all","cows","eat","grass"]}"#),
        Case(
            "A.8 test a value: success", #"{"baz":"qux","foo":["a",2,"c"]}"#,
            #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]"#,
            #"{"baz":"qux","foo":["a",2,"c"]}"#),
        Case(
            "A.10 add a nested member", #"{"foo":"bar"}"#,
            #"[{"op":"add","path":"/child","value":{"grandchild":{}}}]"#,
            #"{"foo":"bar","child":{"grandchild":{}}}"#),
        Case(
            "A.11 ignore unrecognised elements", #"{"foo":"bar"}"#,
            #"[{"op":"add","path":"/baz","value":"qux","xyz":123}]"#, #"{"foo":"bar","baz":"qux"}"#),
        Case(
            "A.14 ~ escape ordering", #"{"/":9,"~1":10}"#,
            #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
        Case(
            "A.16 add an array value", #"{"foo":["bar"]}"#,
            #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#,
            #"{"foo":["bar",["abc","def"]]}"#),
        Case("no operations", #"[1]"#, "[]", "[1]"),
        Case(
            "add replaces a member", #"{"a":1,"b":2}"#, #"[{"op":"add","path":"/a","value":3}]"#,
            #"{"a":3,"b":2}"#),
        Case("add at the end by index", #"[1]"#, #"[{"op":"add","path":"/1","value":2}]"#, "[1,2]"),
        Case("add at the front", #"[1]"#, #"[{"op":"add","path":"/0","value":0}]"#, "[0,1]"),
        Case(
            "add the whole document", #"{"a":1}"#, #"[{"op":"add","path":"","value":[2]}]"#, "[2]"),
        Case(
            "replace the whole document", #"{"a":1}"#, #"[{"op":"replace","path":"","value":"x"}]"#,
            #""x""#),
        Case(
            "the empty name is a member", #"{"":1}"#, #"[{"op":"replace","path":"/","value":2}]"#,
            #"{"":2}"#),
        Case("digits are names in objects", #"{"01":1}"#, #"[{"op":"remove","path":"/01"}]"#, "{}"),
        Case("- is a name in objects", "{}", #"[{"op":"add","path":"/-","value":1}]"#, #"{"-":1}"#),
        Case(
            "null is a value", #"{"a":1}"#, #"[{"op":"replace","path":"/a","value":null}]"#,
            #"{"a":null}"#),
        Case(
            "replace a null", #"{"a":null}"#, #"[{"op":"replace","path":"/a","value":1}]"#,
            #"{"a":1}"#),
        Case(
            "move onto itself", #"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#,
            #"{"a":{"b":1}}"#),
        Case(
            "move over the parent", #"{"a":{"b":1}}"#,
            #"[{"op":"move","from":"/a/b","path":"/a"}]"#,
            #"{"a":1}"#),
        Case(
            "move a child to the document", #"{"a":{"b":1}}"#,
            #"[{"op":"move","from":"/a","path":""}]"#, #"{"b":1}"#),
        Case("move to the end", "[1,2,3]", #"[{"op":"move","from":"/0","path":"/-"}]"#, "[2,3,1]"),
        Case(
            "a name that only begins alike is no child", #"{"a":1,"ab":{}}"#,
            #"[{"op":"move","from":"/a","path":"/ab/c"}]"#, #"{"ab":{"c":1}}"#),
        Case(
            "copy into its own child", #"{"a":{}}"#, #"[{"op":"copy","from":"/a","path":"/a/b"}]"#,
            #"{"a":{"b":{}}}"#),
        Case(
            "copy the document into itself", #"{"a":1}"#, #"[{"op":"copy","from":"","path":"/b"}]"#,
            #"{"a":1,"b":{"a":1}}"#),
        Case(
            "copies are independent", #"{"a":[1]}"#,
            #"[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/-","value":2}]"#,
            #"{"a":[1],"b":[1,2]}"#),
        Case(
            "test compares numbers numerically", #"{"a":1,"b":[1.0,{"c":-0.0}]}"#,
            #"[{"op":"test","path":"","value":{"b":[1,{"c":0}],"a":1.0}}]"#,
            #"{"a":1,"b":[1.0,{"c":-0.0}]}"#),
        Case(
            "operations see what came before", "{}",
            #"[{"op":"add","path":"/a","value":{}},{"op":"add","path":"/a/b","value":1},{"op":"test","path":"/a/b","value":1}]"#,
            #"{"a":{"b":1}}"#),
    ]

    @Test(arguments: applied)
    func changesAreMade(_ example: Case) throws {
        let patch = try JSONPatch(parsing: JSONValue(parsing: example.patch))
        let result = try patch.applied(to: JSONValue(parsing: example.document))
        #expect(result.serialized() == example.result)
    }

    static let refused: [Case] = [
        Case(
            "A.9 test a value: error", #"{"baz":"qux"}"#,
            #"[{"op":"test","path":"/baz","value":"bar"}]"#,
            #"operation 0 (test "/baz"): the value is "qux", not "bar""#),
        Case(
            "A.12 add to a nonexistent target", #"{"foo":"bar"}"#,
            #"[{"op":"add","path":"/baz/bat","value":"qux"}]"#,
            #"operation 0 (add "/baz/bat"): there is no member "baz""#),
        Case(
            "A.15 comparing strings and numbers", #"{"/":9,"~1":10}"#,
            #"[{"op":"test","path":"/~01","value":"10"}]"#,
            #"operation 0 (test "/~01"): the value is 10, not "10""#),
        Case(
            "integers above 2^53 differ from the nearest float", #"{"a":9007199254740993}"#,
            #"[{"op":"test","path":"/a","value":9007199254740992.0}]"#,
            #"operation 0 (test "/a"): the value is 9007199254740993, not 9007199254740992.0"#),
        Case(
            "false is not 0", #"{"a":false}"#, #"[{"op":"test","path":"/a","value":0}]"#,
            #"operation 0 (test "/a"): the value is false, not 0"#),
        Case(
            "null is not nothing", "{}", #"[{"op":"test","path":"/a","value":null}]"#,
            #"operation 0 (test "/a"): there is nothing at "/a""#),
        Case(
            "test beyond the end", "[1]", #"[{"op":"test","path":"/1","value":1}]"#,
            #"operation 0 (test "/1"): there is nothing at "/1""#),
        Case(
            "remove what is not there", #"{"a":1}"#, #"[{"op":"remove","path":"/b"}]"#,
            #"operation 0 (remove "/b"): there is no member "b""#),
        Case(
            "replace what is not there", #"{"a":1}"#, #"[{"op":"replace","path":"/b","value":1}]"#,
            #"operation 0 (replace "/b"): there is no member "b""#),
        Case(
            "remove the document", "{}", #"[{"op":"remove","path":""}]"#,
            #"operation 0 (remove ""): the whole document cannot be removed"#),
        Case(
            "add beyond the end", "[1]", #"[{"op":"add","path":"/2","value":1}]"#,
            #"operation 0 (add "/2"): index 2 is beyond the array of 1"#),
        Case(
            "replace at the end", "[1]", #"[{"op":"replace","path":"/1","value":1}]"#,
            #"operation 0 (replace "/1"): index 1 is beyond the array of 1"#),
        Case(
            "remove at the end", "[]", #"[{"op":"remove","path":"/0"}]"#,
            #"operation 0 (remove "/0"): index 0 is beyond the array of 0"#),
        Case(
            "an index with a leading zero", "[1,2]", #"[{"op":"add","path":"/01","value":1}]"#,
            #"operation 0 (add "/01"): "01" is not an array index"#),
        Case(
            "an index with a sign", "[1,2]", #"[{"op":"replace","path":"/-1","value":1}]"#,
            #"operation 0 (replace "/-1"): "-1" is not an array index"#),
        Case(
            "an index with an exponent", "[1,2]", #"[{"op":"remove","path":"/1e0"}]"#,
            #"operation 0 (remove "/1e0"): "1e0" is not an array index"#),
        Case(
            "an index beyond all integers", "[1]",
            #"[{"op":"remove","path":"/99999999999999999999"}]"#,
            #"operation 0 (remove "/99999999999999999999"): "99999999999999999999" is not an array index"#
        ),
        Case(
            "a name in an array", "[1]", #"[{"op":"add","path":"/a","value":1}]"#,
            #"operation 0 (add "/a"): "a" is not an array index"#),
        Case(
            "- names nothing to remove", "[1]", #"[{"op":"remove","path":"/-"}]"#,
            #"operation 0 (remove "/-"): "-" names no element yet"#),
        Case(
            "- on the way", "[[1]]", #"[{"op":"add","path":"/-/0","value":1}]"#,
            #"operation 0 (add "/-/0"): "-" names no element yet"#),
        Case(
            "below a string", #"{"a":"b"}"#, #"[{"op":"add","path":"/a/b","value":1}]"#,
            #"operation 0 (add "/a/b"): a string has no members or elements"#),
        Case(
            "far below a number", #"{"a":1}"#, #"[{"op":"replace","path":"/a/b/c","value":1}]"#,
            #"operation 0 (replace "/a/b/c"): a number has no members or elements"#),
        Case(
            "move into its own child", #"{"a":{"b":1}}"#,
            #"[{"op":"move","from":"/a","path":"/a/b"}]"#,
            #"operation 0 (move "/a/b"): "/a" cannot move into its own child"#),
        Case(
            "move the document", #"{"a":1}"#, #"[{"op":"move","from":"","path":"/b"}]"#,
            #"operation 0 (move "/b"): "" cannot move into its own child"#),
        Case(
            "move what is not there", "{}", #"[{"op":"move","from":"/a","path":"/b"}]"#,
            #"operation 0 (move "/b"): there is nothing at "/a""#),
        Case(
            "copy what is not there", "[]", #"[{"op":"copy","from":"/0","path":"/0"}]"#,
            #"operation 0 (copy "/0"): there is nothing at "/0""#),
        Case(
            "the failing operation is the one named", #"{"a":1}"#,
            #"[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]"#,
            #"operation 1 (remove "/a"): there is no member "a""#),
        Case(
            "a long value is not shown", #"{"a":"\#(String(repeating: "x", count: 100))"}"#,
            #"[{"op":"test","path":"/a","value":1}]"#,
            #"operation 0 (test "/a"): the value is a string of 102 bytes, not 1"#),
    ]

    @Test(arguments: refused)
    func changesThatCannotBeMadeAreRefused(_ example: Case) throws {
        let patch = try JSONPatch(parsing: JSONValue(parsing: example.patch))
        let document = try JSONValue(parsing: example.document)
        let error = #expect(throws: JSONPatchError.self) { try patch.applied(to: document) }
        #expect(error.map { "\($0)" } == example.result)
        #expect(document.serialized() == example.document)
    }

    @Test func aPatchIsAppliedAsAWholeOrNotAtAll() throws {
        let document: JSONValue = ["list": [1, 2, 3], "object": ["a": ["b": 1]]]
        let patch = try JSONPatch(parsing: [
            ["op": "add", "path": "/list/0", "value": 0],
            ["op": "remove", "path": "/object/a/b"],
            ["op": "replace", "path": "/object/missing", "value": 1],
        ])
        let error = #expect(throws: JSONPatchError.self) { try patch.applied(to: document) }
        #expect(error?.index == 2)
        #expect(error?.operation == "replace")
        #expect(error?.path == "/object/missing")
        #expect(document == ["list": [1, 2, 3], "object": ["a": ["b": 1]]])
    }

    static let malformed: [(patch: String, description: String)] = [
        ("{}", "a JSON Patch is an array of operations, not an object"),
        ("null", "a JSON Patch is an array of operations, not null"),
        ("[1]", "operation 0: an operation is an object, not a number"),
        ("[[]]", "operation 0: an operation is an object, not an array"),
        ("[{}]", #"operation 0: "op" is missing"#),
        (#"[{"op":1,"path":""}]"#, #"operation 0 (""): "op" is a string, not a number"#),
        (
            #"[{"op":"spam","path":"/a"}]"#,
            #"operation 0 (spam "/a"): "spam" is none of add, remove, replace, move, copy, test"#
        ),
        (
            #"[{"op":"Add","path":"/a","value":1}]"#,
            #"operation 0 (Add "/a"): "Add" is none of add, remove, replace, move, copy, test"#
        ),
        (#"[{"op":"add","value":1}]"#, #"operation 0 (add): "path" is missing"#),
        (
            #"[{"op":"add","path":null,"value":1}]"#,
            #"operation 0 (add): "path" is a string, not null"#
        ),
        (
            #"[{"op":"add","path":"a","value":1}]"#,
            #"operation 0 (add "a"): "path" is "a": a path begins with / or is empty"#
        ),
        (
            #"[{"op":"add","path":"/a~","value":1}]"#,
            #"operation 0 (add "/a~"): "path" is "/a~": ~ stands only in ~0 and ~1"#
        ),
        (#"[{"op":"add","path":"/a"}]"#, #"operation 0 (add "/a"): "value" is missing"#),
        (#"[{"op":"replace","path":"/a"}]"#, #"operation 0 (replace "/a"): "value" is missing"#),
        (#"[{"op":"test","path":"/a"}]"#, #"operation 0 (test "/a"): "value" is missing"#),
        (#"[{"op":"move","path":"/a"}]"#, #"operation 0 (move "/a"): "from" is missing"#),
        (
            #"[{"op":"remove","path":"/a"},{"op":"copy","from":"b","path":"/a"}]"#,
            #"operation 1 (copy "/a"): "from" is "b": a path begins with / or is empty"#
        ),
    ]

    @Test(arguments: malformed)
    func aDocumentThatIsNoPatchIsRefused(_ patch: String, _ description: String) throws {
        let document = try JSONValue(parsing: patch)
        let error = #expect(throws: JSONPatchError.self) { try JSONPatch(parsing: document) }
        #expect(error.map { "\($0)" } == description)
    }

    @Test func aPatchIsWrittenAsItWasRead() throws {
        let text =
            #"[{"op":"add","path":"/a~1b","value":1},{"op":"remove","path":"/c"},"#
            + #"{"op":"replace","path":"/d","value":null},{"op":"move","from":"/e","path":"/f"},"#
            + #"{"op":"copy","from":"/g","path":"/h"},{"op":"test","path":"","value":{}}]"#
        let patch = try JSONPatch(parsing: JSONValue(parsing: text))
        #expect(patch.jsonValue.serialized() == text)
        #expect(
            patch.operations.map(\.name) == ["add", "remove", "replace", "move", "copy", "test"])
    }
}
