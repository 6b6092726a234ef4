import JSONValue
import Testing

/// What of a dictionary is refused; what is accepted plays in RawHTTP/pronunciation-dictionaries.
struct PronunciationDictionaryTests {
    private static let path = "/v2/pronunciation-dictionaries"

    private static func rule(_ changes: JSONObject) -> JSONValue {
        var rule: JSONObject = ["text": "CVI", "pronunciation": "see-vee-eye", "type": "alias"]
        for (name, value) in changes { rule[name] = value }
        return ["name": "Terms", "rules": [.object(rule)]]
    }

    @Test(
        arguments: [
            (["name": ""], "name is required"),
            (["name": 5], "name must be a string"),
            (
                ["name": .string(String(repeating: "é", count: 256))],
                "name must be at most 255 characters"
            ),
            (["name": "Terms", "rules": "Tavus"], "rules must be a list"),
            (["name": "Terms", "rules": ["Tavus"]], "rules must be a list of objects"),
            (rule(["text": .null]), "rules: text is required"),
            (
                rule(["text": .string(String(repeating: "a", count: 201))]),
                "rules: text must be at most 200 characters"
            ),
            (
                rule(["pronunciation": .string(String(repeating: "a", count: 501))]),
                "rules: pronunciation must be at most 500 characters"
            ),
            (rule(["type": "phoneme"]), "rules: type must be alias or ipa"),
            (rule(["case_sensitive": "yes"]), "rules: case_sensitive must be a boolean"),
        ] as [(JSONValue, String)])
    func aWrongFieldIsNamed(_ body: JSONValue, _ reason: String) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.post(Self.path, body)
            #expect(answer.status == 400)
            #expect(try answer.body == ["error": .string("Invalid request: \(reason)")])
            #expect(try await api.get(Self.path)["total_count"] == 0)
        }
    }

    @Test func aSingleRuleCannotBePatched() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                Self.path, Self.rule([:]), id: "pronunciation_dictionary_id")
            let answer = try await api.patch(
                "\(Self.path)/\(id)",
                [["op": "replace", "path": "/rules/0/text", "value": "API"]])
            #expect(answer.status == 400)
            #expect(
                try answer.body == [
                    "error":
                        "Invalid request: /rules/0/text cannot be patched, only /name and /rules"
                ])
            let rules = try await api.get("\(Self.path)/\(id)")["rules"]
            #expect(rules?[0]?["text"] == "CVI")
        }
    }
}
