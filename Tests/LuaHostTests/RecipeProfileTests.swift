import Testing

@testable import LuaHost

/// What a recipe sees: no more than the golden list, and nothing of another run.
@Suite struct RecipeProfileTests {
    /// Runs texts one after the other in one session; the last one's values.
    private func run(_ sources: String..., modules: [LuaModule] = []) async throws -> [LuaValue] {
        let session = try await Probe().session({ $0.profile = .recipe }, modules: modules)
        var values: [LuaValue] = []
        for source in sources {
            values = try await session.run(.text(source, chunkName: "=script"))
        }
        await session.close()
        return values
    }

    private static let golden = """
        _G _VERSION arg assert collectgarbage \
        coroutine.close coroutine.create coroutine.isyieldable coroutine.resume coroutine.running \
        coroutine.status coroutine.wrap coroutine.yield \
        debug.traceback error getmetatable ipairs load \
        math.abs math.acos math.asin math.atan math.ceil math.cos math.deg math.exp math.floor \
        math.fmod math.huge math.log math.max math.maxinteger math.min math.mininteger math.modf \
        math.pi math.rad math.random math.randomseed math.sin math.sqrt math.tan math.tointeger \
        math.type math.ult \
        next os.clock os.date os.difftime os.exit os.time pairs pcall print probe rawequal rawget \
        rawlen rawset require select setmetatable \
        string.byte string.char string.find string.format string.gmatch string.gsub string.len \
        string.lower string.match string.pack string.packsize string.rep string.reverse string.sub \
        string.unpack string.upper \
        table.concat table.insert table.move table.pack table.remove table.sort table.unpack \
        tonumber tostring type \
        utf8.char utf8.charpattern utf8.codepoint utf8.codes utf8.len utf8.offset \
        warn xpcall
        """

    private static let list = """
        local names = {}
        for name, value in next, _G do
          if type(value) == 'table' and next(value) and name ~= '_G' and name ~= 'arg' then
            for key in next, value do names[#names + 1] = name .. '.' .. key end
          else
            names[#names + 1] = name
          end
        end
        table.sort(names)
        return table.concat(names, ' ')
        """

    /// Pitfall 20. `probe` is the module of these tests; `arg` the arguments of the run.
    @Test func aRecipeSeesExactlyTheGoldenListOfGlobalsAndLibraryKeys() async throws {
        #expect(try await run(Self.list) == [.string(Self.golden)])
        #expect(try await run(Self.list, Self.list) == [.string(Self.golden)])
    }

    /// Methods of strings come from a table that no list of globals shows.
    @Test func stringMethodsAreTheLibrarysKeys() async throws {
        let source = """
            for name, f in next, string do assert((''):rep(0)[name] == f, name) end
            return (''):rep(0).dump == nil, ('').format('%d', 3)
            """
        #expect(try await run(source.replacing("(''):rep(0)", with: "('')")) == [true, "3"])
    }

    /// Pitfall 21: what one run changes, the next does not find.
    @Test(arguments: [
        ("secret = 1", "return secret"),
        ("_G.secret = 1", "return _G.secret"),
        ("_ENV.secret = 1", "return load 'return secret' ()"),
        ("string.secret = 1", "return string.secret"),
        ("string.format = print", "return (pcall(string.format, '%s %s %s')) or nil"),
        ("table.insert = nil", "return not table.insert or nil"),
        ("setmetatable(_G, {__index = function() return 1 end})", "return secret"),
        ("setmetatable(string, {__index = {secret = 1}})", "return string.secret"),
        ("probe.echo = nil", "return not probe.echo or nil"),
        ("probe.secret = 1", "return probe.secret"),
        ("rawset(probe, 'secret', 1)", "return rawget(probe, 'secret')"),
        (
            "local e = probe.echo; setmetatable(probe, {__index = {secret = 1}})",
            "return probe.secret"
        ),
        ("local p = probe.echo; probe.task.secret = 1", "return probe.task.secret"),
        ("local e = probe.echo; probe.task.spawn = nil", "return not probe.task.spawn or nil"),
        ("require('json').secret = 1", "return require('json').secret"),
        ("require('probe').secret = 1", "return require('probe').secret"),
        ("probe.secret = 1; probe = nil", "return probe.secret"),
        ("local f = probe; function print() secret = 1 end", "return secret or (print() and nil)"),
        ("math.randomseed(42); first = math.random()", "return first"),
        ("warn '@off'", "return nil"),
        ("arg.secret = 1", "return arg.secret"),
    ])
    func aRunFindsNothingOfTheOneBefore(first: String, second: String) async throws {
        #expect(try await run(first, second) == [nil])
    }

    @Test func aSeedIsForgotten() async throws {
        let seeded = "math.randomseed(7) return math.random(1 << 60)"
        let first = try await run(seeded)
        #expect(try await run("math.randomseed(7)", "return math.random(1 << 60)") != first)
        #expect(try await run("return 1", seeded) == first)
    }

    /// Pitfall 21: modules' own chunks go on with what they were made of.
    @Test func aRecipeCannotChangeWhatModulesUse() async throws {
        let module = LuaModule(
            "tool", isGlobal: true,
            chunks: [
                LuaChunk(
                    name: "tool",
                    source: """
                        local module = ...
                        local json = require 'json'
                        function module.show(value)
                          return string.format('%s %s', json.encode(value), table.concat({1, 2}, '-'))
                        end
                        function module.leak() return secret, _G.secret end
                        """)
            ])
        let source = """
            string.format, table.concat, tostring, secret = nil, nil, nil, 1
            require('json').encode = function() return 'mine' end
            _G.string, _G.table, _G._G = nil, nil, nil
            assert(select('#', tool.leak()) == 2 and not tool.leak())
            return tool.show {a = true}
            """
        #expect(try await run(source, modules: [module]) == ["{\"a\":true} 1-2"])
    }

    /// Not even a module that hands out its own globals opens a way to files or processes.
    @Test func theRealGlobalsHoldNoMoreThanTheList() async throws {
        let module = LuaModule(
            "leak", isGlobal: true,
            chunks: [LuaChunk(name: "leak", source: "local module = ... module.globals = _G")])
        let source = """
            local names = {}
            for name in next, leak.globals do
              if not rawget(_G, name) then names[#names + 1] = name end
            end
            table.sort(names)
            local g = leak.globals
            return table.concat(names, ' '), g.io or g.os.execute or g.debug.getinfo or g.string.dump
            """
        #expect(try await run(source, modules: [module]) == ["package", nil])
    }

    /// Modules may clean up after themselves; a recipe cannot put its own code in that place.
    @Test func finalizersOfModulesAreOutOfReach() async throws {
        let module = LuaModule(
            "tool", isGlobal: true,
            chunks: [
                LuaChunk(
                    name: "tool",
                    source: """
                        local module = ...
                        local metatable = { __gc = function(state) print(state.word) end }
                        function module.state() return setmetatable({word = 'done'}, metatable) end
                        """)
            ])
        let source = """
            local state = tool.state()
            local refused = not pcall(setmetatable, state, {}) and not pcall(setmetatable, state, nil)
            return getmetatable(state), refused, #state.word
            """
        #expect(try await run(source, modules: [module]) == [false, true, 4])
    }

    /// Pitfall 19.
    @Test(arguments: ["'b'", "'bt'", "nil", "'t'"])
    func aCompiledChunkIsRefused(mode: String) async throws {
        let source = "return (select(2, load('\\27Lua', 'chunk', \(mode))))"
        let expected = "attempt to load a binary chunk (mode is '\(mode == "'b'" ? "" : "t")')"
        #expect(try await run(source) == [.string(expected)])
    }

    @Test func aCompiledScriptIsRefusedWhateverTheHostSays() async throws {
        let session = try await Probe().session {
            $0.profile = .recipe
            $0.allowsBinaryChunks = true
        }
        let error = await #expect(throws: ScriptError.self) { try await session.run("\u{1B}Lua") }
        #expect(error?.message.contains("attempt to load a binary chunk") == true)
        await session.close()
    }

    /// Pitfall 17.
    @Test func theMemoryLimitIsAnErrorThatCanBeCaughtAndMemoryComesBack() async throws {
        let session = try await Probe().session {
            $0.profile = .recipe
            $0.limits.memory = .mib(32)
        }
        let bomb = """
            local ok, message = pcall(function() local t = {} while true do t[#t + 1] = {} end end)
            return ok, message.code
            """
        for _ in 1...3 {
            #expect(try await session.run(bomb) == [false, "memory_limit"])
            #expect(try await session.run("return #('x'):rep(1 << 20)") == [.integer(1 << 20)])
        }
        await session.close()
    }

    @Test func aRecipeRequiresModulesOfTheHostAndNoFiles() async throws {
        #expect(
            try await run("return require('probe') == probe, (require('json').encode {1})") == [
                true, "[1]",
            ])
        let error = await #expect(throws: ScriptError.self) { try await run("require 'helper'") }
        #expect(
            error?.message
                == "script:1: module 'helper' not found:\n\tno such module of the host")
    }
}
