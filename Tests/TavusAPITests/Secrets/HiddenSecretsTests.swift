import JSONValue
import Testing

@testable import TavusAPI

@Suite struct HiddenSecretsTests {
    private func hidden(_ json: String) throws -> (text: String, pointers: [String]) {
        let (value, pointers) = try JSONValue(parsing: json).hidingSecrets()
        return (value.serialized(.compact), pointers)
    }

    // Reference, "Get Persona", 2025-11: layers.llm.api_key and layers.tts.api_key are in the schema.
    @Test func keysOfLayersAreHiddenAndNamed() throws {
        let (text, pointers) = try hidden(
            #"{"data":[{"layers":{"llm":{"api_key":"sk-1","model":"m"},"tts":{"api_key":"x"}}}]}"#)
        #expect(
            text
                == #"{"data":[{"layers":{"llm":{"api_key":"‹redacted›","model":"m"},"tts":{"api_key":"‹redacted›"}}}]}"#
        )
        #expect(pointers == ["/data/0/layers/llm/api_key", "/data/0/layers/tts/api_key"])
    }

    @Test(arguments: [
        // A header map, as custom models have it.
        (#"{"Authorization":"Bearer x"}"#, #"{"Authorization":"‹redacted›"}"#),
        // A list of them.
        (#"{"token":["a","b"]}"#, #"{"token":["‹redacted›","‹redacted›"]}"#),
        // A secret that is a record of its own.
        (
            #"{"token":{"value":"a","of":{"x":["b"]},"n":1}}"#,
            #"{"token":{"value":"‹redacted›","of":{"x":["‹redacted›"]},"n":1}}"#
        ),
        // A parameter of a tool, which says what it is and holds nothing.
        (#"{"password":{"type":"string","description":"of the guest"}}"#, nil),
        // The service's own mask says that there is one.
        (#"{"secret":"********"}"#, #"{"secret":"********"}"#),
        (#"{"secret":""}"#, #"{"secret":""}"#),
        // Numbers and what only sounds like it.
        (#"{"max_tokens":5,"tokens":"many","secretary":"Ann","token":7}"#, nil),
        // What the caller of a private room waits for.
        (#"{"meeting_token":"abc"}"#, nil),
        (
            #"[{"op":"add","path":"/layers/llm/api_key","value":"sk-1"}]"#,
            #"[{"op":"add","path":"/layers/llm/api_key","value":"‹redacted›"}]"#
        ),
        (#"[{"op":"add","path":"/persona_name","value":"Rio"}]"#, nil), (#""plain""#, nil),
    ])
    func whatIsHiddenAndWhatIsNot(json: String, expected: String?) throws {
        #expect(try hidden(json).text == expected ?? json)
    }

    @Test func whatWasHiddenIsNamedByPointersThatLeadThere() throws {
        let json = #"{"a/b":{"x~api_key":"s1","tokens":[{"token":{"":"s2"}}]}}"#
        let pointers = try hidden(json).pointers
        #expect(pointers == ["/a~1b/x~0api_key", "/a~1b/tokens/0/token/"])
        let value = try JSONValue(parsing: json)
        let found = try pointers.map { value.value(at: try JSONPointer(parsing: $0)) }
        #expect(found == ["s1", "s2"])
    }

    @Test func aKnownSecretIsFoundInEverySpelling() {
        let secret = KnownSecret("pa/ss=w\"ord1")
        let spellings = [
            "pa/ss=w\"ord1", #"pa\/ss=w\"ord1"#, "pa%2Fss%3Dw%22ord1", #"pa\u002fss=w\u0022ord1"#,
        ]
        for text in spellings {
            #expect(secret.replaced(in: "a \(text) b", by: "X") == "a X b", "\(text)")
        }
        #expect(KnownSecret("local").replaced(in: "a local server", by: "X") == "a local server")
    }
}
