import Synchronization
import Testing

@testable import LuaHost

@Suite struct CrossingTests {
    @Test(
        arguments: [
            [], [0], Array("text".utf8), Array(0...255), [0xff, 0xfe, 0x80],
            Array(repeating: 0, count: 3),
            Array(repeating: UInt8(ascii: "x"), count: 1 << 20),
        ] as [[UInt8]])
    func stringsCrossByteByByte(bytes: [UInt8]) async throws {
        let given = LuaModule(
            "given", isGlobal: true,
            functions: [
                LuaFunction("bytes") { _ in [.string(LuaString(bytes: bytes))] }
            ])
        let values = try await Probe().run(
            "local s = given.bytes() return #s, probe.echo(s), probe.echo_later(s) == s",
            modules: [given])
        #expect(values == [.integer(Int64(bytes.count)), .string(LuaString(bytes: bytes)), true])
    }

    @Test(
        arguments: [
            ("math.maxinteger", .integer(.max)), ("math.mininteger", .integer(.min)),
            ("9007199254740993", 9_007_199_254_740_993), ("1.0", .number(1)),
            ("-0.0", .number(-0.0)),
            ("1e308 * 10", .number(.infinity)), ("0.1", .number(0.1)), ("true", true),
            ("false", false),
            ("nil", nil), ("{}", .json("{}")), ("{1, 2.0, 'x'}", .json(#"[1,2.0,"x"]"#)),
            ("{b = 1, a = {c = false}}", .json(#"{"a":{"c":false},"b":1}"#)),
            ("require('json').array{}", .json("[]")), ("{require('json').null}", .json("[null]")),
            ("require('json').null", .json("null")), ("coroutine.create(print)", .opaque("thread")),
            ("coroutine.create(print)", .opaque("thread")), ("io.stdout", .opaque("userdata")),
        ] as [(String, LuaValue)])
    func aValueArrivesAsItIs(source: String, value: LuaValue) async throws {
        let seen = Seen()
        let spy = LuaModule(
            "spy", isGlobal: true,
            functions: [
                LuaFunction("see") {
                    seen.values = $0.values
                    return []
                }
            ])
        let results = try await Probe().run(
            "local v = \(source) spy.see(v) return v", modules: [spy])
        #expect(seen.values == [value])
        #expect(results == [value])
    }

    @Test func tablesComeBackAsTables() async throws {
        let values = try await Probe().run(
            """
            local t = probe.echo({list = {1, 2.5, {deep = true}}, text = 'é', empty = {}})
            return t.list[3].deep, math.type(t.list[1]), math.type(t.list[2]), t.text, next(t.empty)
            """)
        #expect(values == [true, "integer", "float", "é", nil])
    }

    @Test(arguments: [
        ("local t = {} t.self = t probe.echo(t)", "bad argument #1 to 'echo'"),
        ("probe.echo(1, {f = print})", "bad argument #2 to 'echo'"),
        ("probe.echo({1, 2, x = 3})", "bad argument #1 to 'echo'"),
        ("probe.echo({[1] = 1, [3] = 3})", "bad argument #1 to 'echo'"),
        ("probe.echo({0/0})", "bad argument #1 to 'echo'"),
        ("probe.echo({'\\xff'})", "bad argument #1 to 'echo'"),
        (
            "local t = {} for i = 1, 1000 do t = {t} end probe.echo(t)",
            "bad argument #1 to 'echo'"
        ),
    ])
    func aTableThatJSONCannotHoldIsRefused(source: String, message: String) async throws {
        let error = await #expect(throws: ScriptError.self) { try await Probe().run(source) }
        #expect(error?.message.contains(message) == true)
    }

    @Test func aResultThatJSONCannotHoldIsOpaque() async throws {
        let values = try await Probe().run("local t = {} t.self = t return t, {1}, {f = print}")
        #expect(values == [.opaque("table"), .json("[1]"), .opaque("table")])
    }

    @Test(arguments: [0, 1, 254, 255, 256, 10_000, 200_000])
    func manyArgumentsAndResultsCross(count: Int) async throws {
        let values = try await Probe().run(
            "return select('#', probe.echo(table.unpack({}, 1, \(count)))), (select('#', probe.echo_later(table.unpack({}, 1, \(count)))))"
        )
        #expect(values == [.integer(Int64(count)), .integer(Int64(count))])
    }

    @Test func tooManyValuesAreAnError() async throws {
        let many = LuaModule(
            "many", isGlobal: true,
            functions: [
                LuaFunction("values") { _ in Array(repeating: 1, count: 2_000_000) }
            ])
        let values = try await Probe().run(
            "local ok, e = pcall(many.values) return ok, e:find('too many results') ~= nil",
            modules: [many])
        #expect(values == [false, true])
    }

    @Test func brokenJSONFromTheHostIsAnErrorInLua() async throws {
        let broken = LuaModule(
            "broken", isGlobal: true,
            functions: [
                LuaFunction("json") { _ in [.json(#"{"a":"#)] }
            ])
        #expect(
            try await Probe().run("return pcall(broken.json)", modules: [broken]).first == false)
    }

    @Test func aMillionElementsCross() async throws {
        let values = try await Probe().run(
            "local t = {} for i = 1, 1000000 do t[i] = i end return #probe.echo(t)")
        #expect(values == [1_000_000])
    }

    @Test func finalizersMayCallTheHostWhileValuesCross() async throws {
        let values = try await Probe().run(
            """
            collectgarbage('setpause', 1)
            for i = 1, 2000 do
              setmetatable({}, {__gc = function() probe.echo({'finalizer', i}, 'text') end})
              local a, b = probe.echo({'value', i, {('x'):rep(100)}}, 'string' .. i)
              assert(a[1] == 'value' and a[2] == i and b == 'string' .. i)
            end
            return 'same'
            """)
        #expect(values == ["same"])
    }
}

final class Seen: Sendable {
    private let stored = Mutex<[LuaValue]>([])
    var values: [LuaValue] {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
