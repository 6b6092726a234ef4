import Testing

@testable import LuaHost

/// The module `json` as scripts see it. The grammar itself is tested with `JSONValue`.
@Suite struct JSONModuleTests {
    /// Lua expressions and their JSON text.
    static let encoded: [(value: String, text: String)] = [
        ("nil", "null"), ("json.null", "null"), ("true", "true"), ("1", "1"), ("1.0", "1.0"),
        ("-0.0", "-0.0"), ("0.1 + 0.2", "0.30000000000000004"), ("2^53", "9007199254740992.0"),
        ("math.mininteger", "-9223372036854775808"), ("1e300", "1e+300"),
        (#""a\n\"\\/\0\x7fé""#, "\"a\\n\\\"\\\\/\\u0000\u{7F}é\""),
        ("{}", "{}"), ("json.array()", "[]"), ("json.array {}", "[]"), ("{1, 2, 3}", "[1,2,3]"),
        ("{[2] = 'b', [1] = 'a'}", #"["a","b"]"#), ("{n = 1}", #"{"n":1}"#),
        ("{b = 1, a = {c = json.null}}", #"{"a":{"c":null},"b":1}"#),
        (
            "{aa = 1, a = 2, B = 3, [''] = 4, ['é'] = 5, ['1'] = 6}",
            #"{"":4,"1":6,"B":3,"a":2,"aa":1,"é":5}"#
        ),
        ("json.array({1, nil, 3}, 4)", "[1,null,3,null]"), ("{json.null}", "[null]"),
        ("setmetatable({a = 1}, {__index = {b = 2}})", #"{"a":1}"#),
        ("json.decode '[[],{}]'", "[[],{}]"),
    ]

    @Test(arguments: encoded)
    func valuesEncode(_ value: String, _ text: String) async throws {
        let source = "local json = require 'json' return json.encode(\(value))"
        #expect(try await Probe().run(source) == [.string(LuaString(text))])
    }

    /// Lua expressions that have no JSON text, and why.
    static let refused: [(value: String, message: String)] = [
        ("print", "a function has no JSON form"),
        (
            "{properties = {tags = {1, 2, print}}}",
            "properties.tags[3]: a function has no JSON form"
        ),
        (
            "{['a b'] = {[\"q\\\"\\27\"] = io.stdout}}",
            #"["a b"]["q\"\x1b"]: a userdata has no JSON form"#
        ),
        ("{x = 0/0}", "x: NaN has no JSON form"),
        ("{-1/0}", "[1]: an infinite number has no JSON form"),
        (
            "{1, 2, nil, 4}",
            "the list has a hole at 3 (json.array(list, n) fills holes with null)"
        ),
        ("{a = {1, x = 2}}", #"a: the table has list elements and the member "x""#),
        ("{x = 2, [1] = 1}", #"the table has list elements and the member "x""#),
        ("json.array {x = 1}", #"the list has the member "x""#),
        ("{[0] = 1}", "0 is no index of a list"),
        ("{[1.5] = 1}", "a key is a number, not a string"),
        ("{[true] = 1}", "a key is a boolean, not a string"),
        (#"{s = "abc\xff"}"#, "s: the string is not UTF-8 at byte 4"),
        (#"{["k\xff"] = 1}"#, #"["k\xff"]: the member's name is not UTF-8 at byte 2"#),
        (#"("x"):rep(5000) .. "\xe2\x82""#, "the string is not UTF-8 at byte 5001"),
        ("(function() local t = {} t.me = {t} return t end)()", "me[1]: the table contains itself"),
    ]

    @Test(arguments: refused)
    func refusalsNameThePath(_ value: String, _ message: String) async throws {
        let source = "local json = require 'json' return select(2, pcall(json.encode, \(value)))"
        #expect(try await Probe().run(source) == [.string(LuaString("json.encode: \(message)"))])
    }

    @Test func anArgumentThatCannotBeSentNamesThePath() async throws {
        let values = try await Probe().run("return select(2, pcall(probe.echo, 1, {a = {print}}))")
        #expect(values == ["bad argument #2 to 'probe.echo' (a[1]: a function has no JSON form)"])
    }

    @Test func depthEndsAt200() async throws {
        let values = try await Probe().run(
            """
            local json = require 'json'
            local function nested(depth)
                local value = 1
                for _ = 1, depth do value = { value } end
                return value
            end
            return #json.encode(nested(200)), select(2, pcall(json.encode, nested(201))),
                #json.encode(json.decode(('['):rep(200) .. (']'):rep(200))),
                select(2, pcall(json.decode, ('['):rep(201)))
            """)
        #expect(
            values == [
                401,
                .string(
                    LuaString(
                        "json.encode: \(String(repeating: "[1]", count: 12)) ... "
                            + String(repeating: "[1]", count: 12) + ": nested deeper than 200")),
                400, "json.decode: line 1, column 201: nested deeper than 200",
            ])
    }

    /// Lua expressions over decoded text that hold.
    static let decoded: [String] = [
        "json.decode '1' == 1 and math.type(json.decode '1') == 'integer'",
        "math.type(json.decode '1.0') == 'float'",
        "json.decode '9007199254740993' == 9007199254740992 + 1",
        "math.type(json.decode '9223372036854775808') == 'float'",
        #"json.decode [["a\u0000\u00e9\ud83d\ude00\n\/"]] == "a\0é😀\n/""#,
        "json.decode 'null' == nil and json.decode('null', { null = true }) == json.null",
        #"json.decode([[{"a":null}]]).a == nil and next(json.decode [[{"a":null}]]) == nil"#,
        #"json.decode([[{"a":null}]], { null = true }).a == json.null"#,
        #"json.decode([[{"a":1,"a":null}]]).a == nil and json.decode([[{"a":null,"a":1}]]).a == 1"#,
        "json.decode('[null]')[1] == json.null and #json.decode '[1,null,null]' == 3",
        "getmetatable(json.decode '[]').__name == 'json.array' and not getmetatable(json.decode '{}')",
        "tostring(json.null) == 'null' and type(json.null) == 'userdata'",
        "json.array({}) ~= json.array({}) and getmetatable(json.array {}) == getmetatable(json.decode '[]')",
    ]

    @Test(arguments: decoded)
    func textDecodes(_ condition: String) async throws {
        #expect(try await Probe().run("local json = require 'json' return \(condition)") == [true])
    }

    @Test func whatIsDecodedEncodesToTheSame() async throws {
        let text =
            #"{"data":[{"a":[1,2.5,null,[]],"b":{},"c":"é\n"},{"a":[],"b":{"x":null},"c":""}],"n":2}"#
        let values = try await Probe().run(
            """
            local json = require 'json'
            local text = [=[\(text)]=]
            return json.encode(json.decode(text, { null = true })) == text,
                json.decode(json.encode(json.decode(json.pretty(json.decode(text))))).n,
                json.pretty { b = { 1, {} }, a = json.array {} }
            """)
        #expect(values == [true, 2, "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}"])
    }

    @Test func misuseIsExplained() async throws {
        let values = try await Probe().run(
            """
            local json = require 'json'
            local function message(...) return select(2, pcall(...)) end
            return message(json.decode, '[1,'), message(json.decode, '1', { nul = true }),
                message(json.encode), message(json.array, 1),
                message(json.array, setmetatable({}, { __metatable = 1 }))
            """)
        #expect(
            values == [
                "json.decode: line 1, column 4: the text ends where a value is expected",
                "bad argument #2 to 'json.decode' (unknown option 'nul', the only one is 'null')",
                "bad argument #1 to 'json.encode' (value expected)",
                "bad argument #1 to 'json.array' (table expected, got number)",
                "bad argument #1 to 'json.array' (its metatable is protected)",
            ])
    }

    @Test func aFinalizerMayUseTheModuleToo() async throws {
        let values = try await Probe().run(
            """
            local json = require 'json'
            local rounds, meta = 0
            meta = { __gc = function()
                rounds = rounds + 1
                assert(json.encode { x = { 1, 'a\\n' } } == [[{"x":[1,"a\\n"]}]])
                assert(json.decode [["\\u00e9"]] == 'é')
                setmetatable({}, meta)
            end }
            setmetatable({}, meta)
            local list = {}
            for i = 1, 200 do list[i] = { name = 'n' .. i, text = ('\\n'):rep(i) } end
            local text = json.encode(list)
            for _ = 1, 200 do
                assert(json.encode(json.decode(text)) == text)
            end
            return rounds > 0
            """)
        #expect(values == [true])
    }
}
