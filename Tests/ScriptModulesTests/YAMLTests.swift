import JSONValue
import LuaHost
import ScriptModules
import Testing

struct YAMLTests {
    @Test(
        arguments: [
            ("no", "no"), ("on", "on"), ("true", true), ("TRUE", true), ("~", .null),
            ("12", 12), ("0o17", 15), ("0x1F", 31), ("-7", -7), ("1_000", "1_000"),
            ("12:30:45", "12:30:45"), ("2026-01-02", "2026-01-02"), ("1.50", 1.5), ("1e3", 1000.0),
            (".5", 0.5), ("\"12\"", "12"), ("'true'", "true"), ("!!str 12", "12"),
            ("9223372036854775808", 9.223372036854775808e18), ("1.2.3", "1.2.3"), ("+", "+"),
        ] as [(String, JSONValue)])
    func aWordMeansWhatYAML12Says(_ word: String, _ value: JSONValue) async throws {
        let read = try await Fixture.value("return require('yaml').decode(...)", word)
        #expect(read == value)
    }

    @Test func aFileAsPeopleWriteIt() async throws {
        let text = """
            # a persona
            base: &base
              model: tavus-gpt-4o
              tools: []
            layers:
              llm:
                <<: *base
                speculative: true
            prompt: |
              Two
              lines.
            folded: >-
              one
              line
            langs: [en, no]
            """
        let read = try await Fixture.value("return require('yaml').decode(...)", text)
        #expect(
            read == [
                "base": ["model": "tavus-gpt-4o", "tools": []],
                "layers": [
                    "llm": ["model": "tavus-gpt-4o", "tools": [], "speculative": true]
                ],
                "prompt": "Two\nlines.\n", "folded": "one line", "langs": ["en", "no"],
            ])
    }

    @Test(
        arguments: [
            ("a: 1\na: 2\n", "line 1: the same key twice: a"),
            (
                "a: [1, 2\n",
                "line 2: while parsing a flow sequence: did not find expected ',' or ']'"
            ),
            ("? [a]\n: 1\n", "line 1: a key that is no word"),
            ("a: !!binary aGk=\n", "line 1: the tag tag:yaml.org,2002:binary has no meaning here"),
            ("a: *b\n", "line 1: found undefined alias"),
            ("a: .inf\n", "line 1: .inf has no form in JSON"),
            ("a: !!int x\n", "line 1: \"x\" is not what its tag says"),
            ("a: 1\n---\nb: 2\n", "2 documents; yaml.decode_all gives them as a list"),
        ])
    func whatIsWrongIsSaidWithItsLine(_ text: String, _ message: String) async throws {
        let error = try await Fixture.failure("return require('yaml').decode(...)", text)
        #expect(error == "invalid_data yaml.decode: \(message)")
    }

    /// A few lines that stand for 10^9 values, as values and as keys; and a deep one.
    @Test(.timeLimit(.minutes(1)))
    func aBombIsRefused() async throws {
        var lists = "a0: &a0 [x, x]\n"
        var keys = "a0: &a0 [x, x]\n"
        for level in 1...40 {
            let last = level - 1
            lists += "a\(level): &a\(level) [*a\(last), *a\(last)]\n"
            keys += "a\(level): &a\(level) {? [*a\(last), *a\(last)] : 1}\n"
        }
        let read = "return require('yaml').decode(...)"
        #expect(
            try await Fixture.failure(read, lists)
                == "invalid_data yaml.decode: line 1: more than 1000000 values, aliases counted as what they stand for"
        )
        #expect(
            try await Fixture.failure(read, keys)
                == "invalid_data yaml.decode: many aliases, and keys that are no words: refused, as it may never end"
        )
        let deep = String(repeating: "[", count: 100_000)
        #expect(try await Fixture.failure(read, deep).hasPrefix("invalid_data yaml.decode: "))
        let nested =
            String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(
            try await Fixture.failure(read, nested)
                == "invalid_data yaml.decode: line 1: more than 100 levels deep")
    }

    @Test func manyAliasesWithPlainKeysAreRead() async throws {
        let text =
            "base: &b {x: 1}\n"
            + (0..<60).map { "p\($0): {<<: *b, note: 'who? **bold** :'}\n" }.joined()
        let script = "local t = require('yaml').decode(...) return t.p59.x + t.p0.x"
        #expect(try await Fixture.value(script, text) == 2)
    }

    @Test func whatIsWrittenIsReadAsItWas() async throws {
        let session = try await Fixture.session()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let value = JSONValue.object(["v": RandomValue.make(&generator, depth: 3)])
            let script = """
                local yaml, json = require "yaml", require "json"
                local text = yaml.encode(json.decode(..., { null = true }))
                return json.encode(yaml.decode(text)), text
                """
            let results = try await session.run(
                .text(script, chunkName: "=test"), arguments: [value.serialized()])
            let (back, text) = try results.values(as: String.self, String.self)
            try #require(
                try JSONValue(parsing: Array(back.utf8)) == value, "\(text)")
        }
        await session.close()
    }
}

/// Values that are hard to write without quotes.
private enum RandomValue {
    private static let words = [
        "no", "null", "~", "1", "0x1", "1e3", "-", "- a", "a: b", "# c", "a #b", "*x", "&x", "!t",
        "?", "? x", "", " ", " lead", "trail ", "two\nlines", "two\nlines\n", "\nfirst",
        "tab\there",
        "é😀", "%d", "@x", "`x`", "'q'", "\"q\"", "{a", "[a", "a,b", "...", "---", "=", "<<",
        "12:30", "2026-01-02", "y", "\u{7f}", "a\u{1b}[0m", "\u{2028}", "a\n  b\n c",
        "\n", "\n\n", "x\n\n", "  x\ny",
    ]

    static func make(_ generator: inout SystemRandomNumberGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .bool(.random(using: &generator))
        case 1: return .integer(.random(in: -1_000...1_000, using: &generator))
        case 2: return .number(Double.random(in: -1...1, using: &generator))
        case 3, 4: return .string(words.randomElement(using: &generator)!)
        case 5:
            return .array(
                (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                    make(&generator, depth: depth - 1)
                })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                        (
                            words.randomElement(using: &generator)!,
                            make(&generator, depth: depth - 1)
                        )
                    }))
        }
    }
}
