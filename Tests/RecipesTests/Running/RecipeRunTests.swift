import JSONValue
import LuaHost
import Recipes
import Synchronization
import Testing

struct RecipeRunTests {
    private func recipe(_ code: String, header: String = "") throws -> Recipe {
        let text =
            "--[==[ [recipe]\nname = \"acme/test\"\nversion = \"1.2.0\"\n\(header)\n]==]\n\(code)"
        let source = try #require(try RecipeSource(file: Array(text.utf8), path: "test.lua"))
        return try Recipe(source)
    }

    private func result(
        _ code: String, header: String = "", arguments: JSONObject = [:],
        context: RecipeContext = RecipeContext(), profile: LuaProfile = .recipe
    ) async throws -> JSONValue? {
        let run = RecipeRun(
            try recipe(code, header: header), arguments: arguments, context: context)
        let session = try await LuaHost(profile: profile).session(modules: run.modules)
        do {
            let result = try await run.result(in: session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    private static let parameters =
        "params = { amount = { type = \"int\" }, b = { type = \"list<int>\" } }"

    @Test(arguments: [LuaProfile.recipe, .trusted])
    func argumentsAreReadOnlyAndKnowTheirNames(_ profile: LuaProfile) async throws {
        let code = """
            return function(args, ctx)
              local seen = {}
              for name, value in pairs(args) do seen[#seen + 1] = name end
              table.sort(seen)
              local _, unknown = pcall(function() return args.amuont end)
              local _, set = pcall(function() args.amount = 5 end)
              local _, new = pcall(function() args.c = 5 end)
              return {
                seen = seen, a = args.amount, count = #args.b, unknown = unknown, set = set, new = new,
                metatable = getmetatable(args),
                ctx = { ctx.recipe.name, ctx.recipe.version, ctx.dry_run, ctx.output },
              }
            end
            """
        let found = try await result(
            code, header: Self.parameters, arguments: ["amount": 4, "b": [1, 2]], profile: profile)
        #expect(
            found == [
                "seen": ["amount", "b"], "a": 4, "count": 2, "metatable": false,
                "unknown": "test.lua:10: args has no \"amuont\". Did you mean \"amount\"?",
                "set": "test.lua:11: args is read-only: amount cannot be set",
                "new": "test.lua:12: args is read-only: c cannot be set",
                "ctx": ["acme/test", "1.2.0", false, "json"],
            ])
    }

    @Test func aParameterWithoutAValueIsNil() async throws {
        let found = try await result(
            "return function(args) return args.amount == nil and #args.b end",
            header: Self.parameters,
            arguments: ["b": []])
        #expect(found == 0)
    }

    @Test(
        arguments: [
            ("return function() end", nil), ("return function() return 'x' end", "x"),
            ("return function() return 1.5 end", 1.5),
            ("return function() return { 1, { a = true } } end", [1, ["a": true]]),
            ("return function() return false end", false),
        ] as [(String, JSONValue?)])
    func whatTheFunctionReturnsIsTheResult(_ code: String, _ value: JSONValue?) async throws {
        #expect(try await result(code) == value)
    }

    @Test(arguments: [
        ("return function() return print end", "the recipe returned a function"),
        ("return function() return '\\xff' end", "the recipe returned text that is no UTF-8"),
        ("return function() return 1/0 end", "the recipe returned a number that is none"),
        ("return 5", "a recipe returns function(args, ctx) … end, and this one returned a number"),
        ("return function( end", "test.lua:6: "),
    ])
    func anythingElseIsAnError(_ code: String, _ text: String) async throws {
        for profile in [LuaProfile.recipe, .trusted] {
            let error = await #expect(throws: (any Error).self) {
                try await result(code, profile: profile)
            }
            #expect("\(try #require(error))".contains(text))
        }
    }

    @Test func permissionsAreAskedForAndGivenUp() async throws {
        let dropped = LockedList()
        var context = RecipeContext()
        context.permits = { $0 == "videos.create" && !dropped.all.contains($0) }
        context.drop = { dropped.append($0) }
        let found = try await result(
            """
            return function(_, ctx)
              local may = ctx.permissions.query
              local before = may "videos.create"
              ctx.permissions.drop "videos.create"
              return { before, may "videos.create", may "videos.delete" }
            end
            """, context: context)
        #expect(found == [true, false, false])
    }

    @Test func aRecipeCallsAnotherWithDataAlone() async throws {
        let other = try recipe(
            "return function(args) return args.count + 1 end",
            header: "params.count = { type = \"int\", required = true }")
        let dependencies = RecipeDependencies(
            find: { _ throws(RecipeError) in RecipeDependencies.Found(other, .own) },
            run: { found, arguments in
                let run = RecipeRun(found.recipe, arguments: arguments)
                let session = try await LuaHost(profile: .recipe).session(modules: run.modules)
                return try await run.result(in: session)
            })
        let code = """
            return function()
              local other = require "recipe:acme/test"
              local _, wrong = pcall(other, { cuont = 1 })
              local _, undeclared = pcall(require, "recipe:acme/tset")
              return { other { count = 4 }, other.manifest.version, tostring(wrong), tostring(undeclared) }
            end
            """
        let found = try await result(
            code, header: "requires = [\"acme/test@^1.0\"]",
            context: RecipeContext(dependencies: dependencies))
        #expect(
            found == [
                5, "1.2.0",
                "there is no parameter \"cuont\". Did you mean \"count\"?\n--count is required",
                "acme/test does not require \"acme/tset\": add it to requires in its header. Did you mean \"acme/test\"?",
            ])
    }
}

/// Texts that closures collect.
private final class LockedList: Sendable {
    private let texts = Mutex<[String]>([])
    func append(_ text: String) { texts.withLock { $0.append(text) } }
    var all: [String] { texts.withLock { $0 } }
}
