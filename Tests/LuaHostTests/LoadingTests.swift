import Glibc
import Testing

@testable import LuaHost

@Suite struct LoadingTests {
    /// A compiled chunk is refused by every door, and text goes through each.
    static let prelude = """
        local binary = string.dump(function() return 'ran' end)
        local path = os.tmpname()
        local function write(bytes)
          local file = assert(io.open(path, 'wb'))
          file:write(bytes)
          file:close()
        end
        package.path = path
        """

    static let doors = [
        "load(chunk)", "load(chunk, 'name', 'b')", "load(chunk, 'name', 'bt')",
        "load(chunk, 'n', 'bb')",
        "load(function() local c = chunk chunk = nil return c end)",
        "load(chunk, 'name', nil, {})", "loadfile(path)", "loadfile(path, 'b')",
        "loadfile(path, 'bt', {})",
        "pcall(dofile, path) and function() return dofile(path) end",
        "pcall(require, 'any') and function() return package.loaded.any end",
    ]

    @Test(arguments: doors)
    func compiledChunksAreRefused(door: String) async throws {
        let values = try await Probe().run(
            """
            \(Self.prelude)
            write(binary)
            local chunk = binary
            local f = \(door)
            os.remove(path)
            return f and f() or 'refused'
            """)
        #expect(values == ["refused"])
    }

    @Test(arguments: doors.filter { !$0.contains("'b'") && !$0.contains("'bb'") })
    func textIsLoaded(door: String) async throws {
        let values = try await Probe().run(
            """
            \(Self.prelude)
            write("return 'ran'")
            local chunk = "return 'ran'"
            local f = \(door)
            local result = f and f() or 'refused'
            os.remove(path)
            return result
            """)
        #expect(values == ["ran"])
    }

    @Test func compiledChunksLoadWhereTheyAreAllowed() async throws {
        let session = try await Probe().session { $0.allowsBinaryChunks = true }
        let values = try await session.run(
            "return load(string.dump(function() return 'ran' end))()")
        #expect(values == ["ran"])
        await session.close()
    }

    @Test(arguments: [
        ("return load('return x', 'n', 't', {x = 5})()", 5),
        ("local f = load('return ...') return f(6)", 6),
        (
            "local parts = {'return ', '7'} local i = 0 return load(function() i = i + 1 return parts[i] end)()",
            7
        ),
        ("local f, message = load('x =', '=mine') return message:find('^mine:1:') and 8", 8),
        ("return select(2, pcall(load)):find('bad argument #1 to .load.') and 9", 9),
        (
            "return select(2, pcall(require, 'no.such')):find(\"no field package.preload%['no.such'%]\") and 10",
            10
        ),
    ])
    func loadingBehavesAsDocumented(source: String, value: Int64) async throws {
        #expect(try await Probe().run(source) == [.integer(value)])
    }

    @Test func requireNamesTheFileThatDoesNotCompile() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().run(
                """
                \(Self.prelude)
                write('x = = 1')
                local ok, message = pcall(require, 'broken')
                os.remove(path)
                error((message:gsub(path, 'PATH')), 0)
                """)
        }
        #expect(
            error?.message.hasPrefix(
                "error loading module 'broken' from file 'PATH':\n\tPATH:1: unexpected symbol")
                == true)
    }
}
