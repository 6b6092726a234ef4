import JSONValue
import LuaHost
import Testing

@testable import REPL

@Suite struct LiteralTests {
    /// What is equal after one way there and back, told by Lua itself.
    @Test(arguments: [
        #"'a\0001'"#, #"'\\\xff"'"#, #"'\\x41\xff'"#, #"'a\nb\r\t\127'"#, #"'\u{202e}日本'"#, "-0.0",
        "math.mininteger", "math.maxinteger", "1/0", "-1/0", "2^53", "1e100", "0.1", "5e-324",
    ])
    func aScalarLoadsBackEqual(expression: String) async throws {
        let literal = try await shown(expression, mode: .lua)
        let isEqual = try await shown(
            """
            (function()
                local one, other = \(expression), \(literal)
                return one == other and math.type(one) == math.type(other)
                    and (one ~= 0 or 1 / one == 1 / other)
            end)()
            """)
        #expect(isEqual == "true")
    }

    @Test func whatAnObjectSaysOfItselfIsNoCode() async throws {
        let object =
            "setmetatable({}, { __tostring = function() return 'x]]]] , os.exit() --\\n]=]' end })"
        let literal = try await shown("{ \(object), [\(object)] = 1, [print] = 2 }", mode: .lua)
        #expect(
            literal == """
                {
                  nil --[[x] ] ] ]  , os.exit() --\\n] =] ]],
                }
                -- not all of it: functions and other objects, members whose keys are functions and other objects
                """)
        #expect(try await shown(literal) == "{}")
    }

    @Test func severalResultsAreOneListInLuaAndOneTextEachInJSON() async throws {
        #expect(try await shown("1, 'x', nil", mode: .lua) == "1,\n\"x\",\nnil")
        #expect(try await shown("1, 'x', nil", mode: .json) == "1\n\"x\"\nnull")
    }

    @Test(arguments: [
        (
            "{ 1, ['1'] = 2 }", #"{"1":2}"#,
            "keys that are not strings, one of two members named \"1\""
        ),
        ("{ [1.5] = 1 }", #"{"1.5":1}"#, "keys that are not strings"),
        ("{ 0/0 }", "[null]", "numbers that are not finite"),
        ("{ ('x'):rep((1 << 20) + 5) }", nil, "5 bytes of a string"),
        (
            "(function() local t = {} for i = 1, 3e5 do t[i] = 0 end return t end)()", nil,
            "100000 members"
        ),
        (
            "(function() local t = {} for i = 1, 300 do t = { t } end return t end)()", nil,
            "tables that are too deep"
        ),
    ])
    func whatJSONCannotHoldIsSaid(expression: String, json: String?, loss: String) async throws {
        let text = try await shown(expression, mode: .json, rows: 1_000_000)
        let parts = text.split(separator: "\n-- not all of it: ")
        let value = try JSONValue(parsing: String(parts[0]))
        if let json { #expect(value.serialized() == json) }
        #expect(parts.last.map(String.init) == loss)
    }
}
