import Testing

@testable import LuaHost

@Suite struct ModuleTests {
    static let loud = LuaModule(
        "loud", isGlobal: true,
        functions: [LuaFunction("twice") { [.integer(try $0.integer(0) * 2)] }],
        chunks: [
            LuaChunk(
                name: "loud/one",
                source: "local m, host = ... print('building') m.twice = host.twice"),
            LuaChunk(
                name: "loud/two",
                source: "local m, host, task = ... m.more = m.twice(4) m.task = task"),
        ])

    /// Ways to use a module, each for the first time: the chunks run once, just then.
    @Test(arguments: [
        "print('first') return loud.twice(4)",
        "print('first') return require('loud').twice(4)",
        "print('first') local m = require('loud') return m == loud and loud.more",
        "print('first') for k, v in pairs(loud) do if k == 'more' then return v end end",
        "print('first') loud.own = 8 return loud.own",
        "print('first') return #loud + 8",
        "print('first') local t = loud.twice return package.loaded.loud == loud and t(4)",
        "print('first') return loud.more, require('loud') and nil",
    ])
    func aModuleIsBuiltAtFirstUse(source: String) async throws {
        let probe = Probe()
        let values = try await probe.run(source, modules: [Self.loud])
        #expect(values.first == 8)
        #expect(probe.transcript.interleaved == "first\nbuilding\n")
    }

    @Test func aModuleThatIsNotUsedIsNotBuilt() async throws {
        let probe = Probe()
        _ = try await probe.run("return loud == nil", modules: [Self.loud])
        #expect(probe.transcript.interleaved == "")
    }

    @Test func withoutChunksTheFunctionsAreTheModule() async throws {
        let plain = LuaModule("plain", functions: [LuaFunction("one") { _ in [1] }])
        #expect(
            try await Probe().run("return require('plain').one(), plain", modules: [plain]) == [
                1, nil,
            ])
    }

    @Test func aModuleThatFailsCanBeTriedAgain() async throws {
        let flaky = LuaModule(
            "flaky", isGlobal: true,
            chunks: [
                LuaChunk(
                    name: "flaky", source: "if not repaired then error('broken') end (...).ok = 1")
            ])
        let values = try await Probe().run(
            """
            local ok, message = pcall(function() return flaky.ok end)
            local again = pcall(require, 'flaky')
            repaired = true
            return ok, message, again, flaky.ok
            """, modules: [flaky])
        #expect(values == [false, "[flaky]:1: broken", false, 1])
    }

    @Test func anErrorInAModuleIsPlacedAtTheScriptsLine() async throws {
        let strict = LuaModule(
            "strict", isGlobal: true,
            chunks: [
                LuaChunk(name: "strict", source: "(...).check = function() error('refused', 0) end")
            ])
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().run("\n\nstrict.check()", modules: [strict])
        }
        #expect(error?.location == "script:3")
    }

    @Test func aModuleMayCallTheHostWhileItIsBuilt() async throws {
        let eager = LuaModule(
            "eager", isGlobal: true,
            functions: [
                .async("later") {
                    await Task.yield()
                    return $0.values
                }
            ],
            chunks: [LuaChunk(name: "eager", source: "local m, host = ... m.value = host.later(9)")]
        )
        #expect(try await Probe().run("return eager.value", modules: [eager]) == [9])
    }

    @Test func jsonIsThereByRequire() async throws {
        let values = try await Probe().run(
            "local json = require 'json' return json.encode(json.decode('{\"b\":[1,2.0],\"a\":{}}'))"
        )
        #expect(values == [#"{"a":{},"b":[1,2.0]}"#])
    }

    @Test func functionsOfSeveralModulesKeepApart() async throws {
        func module(_ name: String, _ values: [Int64]) -> LuaModule {
            LuaModule(
                name, isGlobal: true,
                functions: values.map { value in LuaFunction("f\(value)") { _ in [.integer(value)] }
                })
        }
        let values = try await Probe().run(
            "return b.f3(), a.f1(), b.f4(), a.f2()",
            modules: [module("a", [1, 2]), module("b", [3, 4])])
        #expect(values == [3, 1, 4, 2])
    }
}
