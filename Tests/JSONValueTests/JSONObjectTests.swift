import JSONValue
import Testing

@Suite struct JSONObjectTests {
    @Test func membersKeepTheirPlaces() {
        var object: JSONObject = ["b": 1, "a": 2]
        object["c"] = 3
        object["b"] = 4
        object["d"] = .null
        object["a"] = nil
        #expect(Array(object.keys) == ["b", "c", "d"])
        #expect(Array(object.values) == [4, 3, nil])
        #expect(object.map { "\($0.key)=\($0.value)" } == ["b=4", "c=3", "d=null"])
        #expect(object.removeValue(forKey: "c") == 3)
        #expect(object.removeValue(forKey: "c") == nil)
        #expect(object.count == 2)
        #expect(JSONObject().isEmpty)
    }

    @Test func orderDoesNotCountForEquality() {
        let left: JSONValue = ["a": 1, "b": ["x": nil, "y": 2]]
        let right: JSONValue = ["b": ["y": 2, "x": nil], "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1, "b": ["x": nil]])
        #expect(left != ["a": 1, "c": ["x": nil, "y": 2]])
        #expect(Set([left, right]).count == 1)
    }

    @Test func theLastOfTwoEqualNamesWins() {
        #expect(JSONObject([("a", 1), ("b", 2), ("a", 3)]) == ["a": 3, "b": 2])
        #expect((["a": 1, "a": 2] as JSONValue)["a"] == 2)
    }

    @Test func accessorsAnswerOnlyForTheirKind() {
        let value: JSONValue = [
            "null": nil, "bool": true, "integer": 7, "number": 1.5, "string": "s", "array": [1, 2],
            "object": ["a": 1],
        ]
        #expect(value["null"]?.isNull == true)
        #expect(value["bool"]?.isNull == false)
        #expect(value["bool"]?.boolValue == true)
        #expect(value["integer"]?.boolValue == nil)
        #expect(value["integer"]?.integerValue == 7)
        #expect(value["number"]?.integerValue == nil)
        #expect(value["integer"]?.numberValue == 7)
        #expect(value["number"]?.numberValue == 1.5)
        #expect(value["string"]?.numberValue == nil)
        #expect(value["string"]?.stringValue == "s")
        #expect(value["null"]?.stringValue == nil)
        #expect(value["array"]?.arrayValue == [1, 2])
        #expect(value["object"]?.objectValue == ["a": 1])
        #expect(value["array"]?[1] == 2)
        #expect(value["array"]?[2] == nil)
        #expect(value["array"]?[-1] == nil)
        #expect(value["array"]?["1"] == nil)
        #expect(value["object"]?[0] == nil)
        #expect(value["missing"] == nil)
    }

    /// Beyond a number of members there is an index; nothing but the time may tell.
    @Test(arguments: [15, 16, 17, 18, 40])
    func manyMembersBehaveAsFewDo(_ count: Int) {
        let names = (1...count).map { "name \($0)" }
        var object = JSONObject(names.map { ($0, "old") })
        for name in names { object[name] = .string(name) }
        #expect(Array(object.keys) == names)
        #expect(names.allSatisfy { object[$0] == .string($0) })
        #expect(object["name"] == nil)
        #expect(object == JSONObject(names.reversed().map { ($0, .string($0)) }))

        var rest = names
        while let name = rest.randomElement() {
            rest.removeAll { $0 == name }
            #expect(object.removeValue(forKey: name) == .string(name))
            #expect(object.removeValue(forKey: name) == nil)
            #expect(Array(object.keys) == rest)
            #expect(rest.allSatisfy { object[$0] == .string($0) })
        }
        #expect(object.isEmpty)
    }

    @Test func equivalentSpellingsStayApartAmongManyMembers() {
        var object = JSONObject((1...40).map { ("name \($0)", .null) })
        object["\u{e9}"] = "one letter"
        object["e\u{301}"] = "letter and accent"
        #expect(object.count == 42)
        #expect(object["\u{e9}"] == "one letter")
        #expect(object["e\u{301}"] == "letter and accent")
    }
}
