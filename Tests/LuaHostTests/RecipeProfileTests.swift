import Testing

@testable import LuaHost

/// What a recipe sees: no more than the golden list, and nothing of another run.
@Suite struct RecipeProfileTests {
    private func session(_ probe: Probe, modules: [LuaModule] = []) async throws -> LuaSession {
        try await probe.session({ $0.profile = .recipe }, modules: modules)
    }

    private func text(_ values: [LuaValue]) -> String {
        guard case .string(let text)? = values.first else { return "\(values)" }
        return text.description
    }

    static let golden = """
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
          if type(value) == 'table' and value ~= _G and next(value) and name ~= 'arg' then
            for key in next, value do names[#names + 1] = name .. '.' .. key end
          else
            names[#names + 1] = name
          end
        end
        table.sort(names)
        return table.concat(names, ' ')
        """

    @Test func aRecipeSeesExactlyTheGoldenListOfGlobalsAndLibraryKeys() async throws {
        let probe = Probe()
        let session = try await session(probe)
        for _ in 1...2 {
            #expect(
                text(try await session.run(.text(Self.list, chunkName: "=list")))
                    == Self.golden)
        }
        #expect(
            text(
                try await session.run(
                    "local n = {} for k in next, string do n[#n+1] = k end return #n"))
                == "[LuaHost.LuaValue.integer(16)]")
        await session.close()
    }
}
