import JSONValue
import Testing

@Suite struct JSONPatchDiffTests {
    static let examples: [(from: JSONValue, to: JSONValue, patch: String)] = [
        (["a": 1], ["a": 1], "[]"),
        (["a": 1, "b": 2], ["b": 2, "a": 1], "[]"),
        (["a": 1], ["a": 2], #"[{"op":"add","path":"/a","value":2}]"#),
        (["a": 1], ["a": 1.0], #"[{"op":"add","path":"/a","value":1.0}]"#),
        (["a": 1], ["a": 1, "b": nil], #"[{"op":"add","path":"/b","value":null}]"#),
        (["a": 1, "b": 2], ["b": 2], #"[{"op":"remove","path":"/a"}]"#),
        (
            ["a/b": 1, "~": 1], ["a/b": 2],
            #"[{"op":"remove","path":"/~0"},{"op":"add","path":"/a~1b","value":2}]"#
        ),
        (
            ["l": ["m": ["x": 1, "y": 2]]], ["l": ["m": ["x": 1, "y": 3]]],
            #"[{"op":"add","path":"/l/m/y","value":3}]"#
        ),
        // What is empty may have been left out of the answer: it is set as a whole.
        (["l": [:]], ["l": ["m": 1]], #"[{"op":"add","path":"/l","value":{"m":1}}]"#),
        (["l": []], ["l": [1]], #"[{"op":"add","path":"/l","value":[1]}]"#),
        (["l": ["m": 1]], ["l": [:]], #"[{"op":"remove","path":"/l/m"}]"#),
        (["l": [1, 2]], ["l": []], #"[{"op":"add","path":"/l","value":[]}]"#),
        (["l": [:]], ["l": []], #"[{"op":"add","path":"/l","value":[]}]"#),
        // Arrays: the shorter of whole and parts.
        (["l": [1]], ["l": [2]], #"[{"op":"add","path":"/l","value":[2]}]"#),
        (
            ["l": ["a long element that stays", "and another one that stays", "old"]],
            ["l": ["a long element that stays", "and another one that stays", "new"]],
            #"[{"op":"replace","path":"/l/2","value":"new"}]"#
        ),
        (
            [
                "l": [
                    "a long element that goes", "a long element that stays, the first one",
                    "and the second",
                ]
            ],
            ["l": ["a long element that stays, the first one", "and the second"]],
            #"[{"op":"remove","path":"/l/0"}]"#
        ),
        (
            ["l": ["a long element that stays, the first one", "and the second"]],
            ["l": ["new", "a long element that stays, the first one", "and the second"]],
            #"[{"op":"add","path":"/l/0","value":"new"}]"#
        ),
        (
            [
                "tools": [
                    ["name": "a tool with a long name", "on": true],
                    ["name": "another long name", "on": true],
                ]
            ],
            [
                "tools": [
                    ["name": "a tool with a long name", "on": true],
                    ["name": "another long name", "on": false],
                ]
            ],
            #"[{"op":"add","path":"/tools/1/on","value":false}]"#
        ),
        // The document itself
        (1, 2, #"[{"op":"replace","path":"","value":2}]"#),
        ([1], ["a": 1], #"[{"op":"replace","path":"","value":{"a":1}}]"#),
        (nil, nil, "[]"),
        ([:], ["a": 1], #"[{"op":"add","path":"/a","value":1}]"#),
    ]

    @Test(arguments: examples)
    func aDifferenceIsSmallAndMakesTheOneOutOfTheOther(
        _ from: JSONValue, _ to: JSONValue, _ patch: String
    ) throws {
        let diff = JSONPatch.diff(from: from, to: to)
        #expect(diff.jsonValue.serialized() == patch)
        #expect(try diff.applied(to: from) == to)
    }

    @Test func randomDifferencesMakeTheOneOutOfTheOther() throws {
        var random = SeededRandom(seed: 20251)
        for _ in 0..<3000 {
            let from = JSONValue.random(depth: 3, using: &random)
            let to =
                Bool.random(using: &random)
                ? .random(depth: 3, using: &random) : from.mutated(using: &random)
            let diff = JSONPatch.diff(from: from, to: to)
            #expect(try diff.applied(to: from) == to)
            #expect(diff.isEmpty == (from == to))
            #expect(try JSONPatch(parsing: JSONValue(parsing: diff.jsonValue.serialized())) == diff)
        }
    }

    @Test func membersAreSetWithAddWhichCannotMiss() {
        var random = SeededRandom(seed: 4)
        for _ in 0..<500 {
            let from = JSONValue.object(.random(depth: 3, using: &random))
            let diff = JSONPatch.diff(from: from, to: .object(.random(depth: 3, using: &random)))
            for case .replace(let path, _) in diff.operations {
                #expect(
                    from.value(at: JSONPointer(tokens: path.tokens.dropLast()))?.arrayValue != nil)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func longListsWithoutCommonElementsAreComparedInTime() throws {
        let from = JSONValue.array((0..<20_000).map { .string("line \($0)") })
        let to = JSONValue.array((0..<20_000).map { .string("other \($0)") })
        #expect(try JSONPatch.diff(from: from, to: to).applied(to: from) == to)
    }
}

extension JSONValue {
    static func random(depth: Int, using random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .integer(.random(in: -2...2, using: &random))
        case 3: .number(Double(Int.random(in: -2...2, using: &random)) / 2)
        case 4, 5: .string(["", "a", "é", "\n~/\""].randomElement(using: &random) ?? "")
        case 6, 7:
            .array(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    .random(depth: depth - 1, using: &random)
                })
        default: .object(.random(depth: depth, using: &random))
        }
    }

    /// The same value with one thing changed somewhere.
    func mutated(using random: inout SeededRandom) -> JSONValue {
        switch self {
        case .array(var elements) where !elements.isEmpty:
            let index = elements.indices.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<4, using: &random) {
            case 0: elements.remove(at: index)
            case 1: elements.insert(.random(depth: 1, using: &random), at: index)
            case 2: elements.shuffle(using: &random)
            default: elements[index] = elements[index].mutated(using: &random)
            }
            return .array(elements)
        case .object(var object) where !object.isEmpty:
            let name = object.keys.randomElement(using: &random) ?? ""
            object[name] = Bool.random(using: &random) ? nil : object[name]?.mutated(using: &random)
            return .object(object)
        default:
            return .random(depth: 1, using: &random)
        }
    }
}

extension JSONObject {
    static func random(depth: Int, using random: inout SeededRandom) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let name =
                ["a", "b", "", "0", "-", "~", "a/b", "é"].randomElement(using: &random) ?? ""
            object[name] = .random(depth: depth - 1, using: &random)
        }
        return object
    }

    @Test func namedMembersAreSetAsAWhole() throws {
        let from: JSONValue = ["name": "a", "rules": [["text": "x"], ["text": "y"]], "old": [1]]
        let to: JSONValue = ["name": "b", "rules": [["text": "x"], ["text": "z"]]]
        let patch = JSONPatch.diff(from: from, to: to, whole: ["rules", "old", "none"])
        #expect(
            patch.jsonValue == [
                ["op": "add", "path": "/name", "value": "b"],
                ["op": "add", "path": "/rules", "value": [["text": "x"], ["text": "z"]]],
                ["op": "remove", "path": "/old"],
            ])
        #expect(try patch.applied(to: from) == to)
        #expect(JSONPatch.diff(from: from, to: from, whole: ["rules"]).operations.isEmpty)
    }
}
