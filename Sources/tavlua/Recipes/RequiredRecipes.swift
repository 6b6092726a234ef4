import JSONValue
import LuaHost
import Recipes
import TavusAPI

/// The recipes that a recipe requires, on the account, the emulator, the plan and the budget of its run: each
/// with what its own header declares, and no more than its caller may do.
///
/// On a live target one of others needs a grant of its own, as if it were run by itself: its caller's holds
/// for the caller's files alone.
struct RequiredRecipes: Sendable {
    private let caller: RecipeManifest
    private let backend: Backend
    private let settings: HostSettings
    private let profile: LuaProfile
    private let output: LuaOutput
    private let coverage: LuaCoverage?
    private let finder: RecipeFinder
    /// Who called whom, from the run's own recipe on.
    private var chain: [RecipeName]
    /// Of the whole run.
    private var seats = Seats(atOnce: 8)

    private static let deepest = 8

    init(
        of caller: RecipeManifest, within backend: Backend, settings: HostSettings,
        profile: LuaProfile, output: LuaOutput, coverage: LuaCoverage? = nil,
        finder: RecipeFinder = .standard
    ) {
        self.caller = caller
        self.backend = backend
        self.settings = settings
        self.profile = profile
        self.output = output
        self.coverage = coverage
        self.finder = finder
        chain = [caller.name]
    }

    /// Nil where the recipe requires none.
    var dependencies: RecipeDependencies? {
        guard !caller.requires.isEmpty else { return nil }
        return RecipeDependencies(
            find: { requirement throws(RecipeError) in try find(requirement) },
            run: { found, arguments in try await run(found, arguments) })
    }

    private func find(
        _ requirement: RecipeRequirement
    ) throws(RecipeError) -> RecipeDependencies.Found {
        let (source, origin) = try finder.recipe(named: requirement.name)
        let recipe = try Recipe(source)
        guard recipe.manifest.name == requirement.name else {
            throw RecipeError(
                .recipe,
                "\(caller.name) requires \(requirement.name), and what has this name here calls itself"
                    + " \(recipe.manifest.name)")
        }
        guard requirement.range.contains(recipe.manifest.version) else {
            throw RecipeError(
                .recipe,
                "\(caller.name) requires \(requirement), and \(recipe.manifest.version) is here:"
                    + " tavlua recipes install \(requirement)")
        }
        try recipe.manifest.check(host: Version.semantic)
        return RecipeDependencies.Found(recipe, origin)
    }

    private func run(
        _ found: RecipeDependencies.Found, _ arguments: JSONObject
    ) async throws -> JSONValue? {
        let recipe = found.recipe
        try refuseCircle(of: recipe.manifest.name)
        // On a clock of its own nothing runs in other processes, and who waits would hold the time up.
        guard settings.clock == nil else { return try await runNow(found, arguments) }
        return try await seats.seated(at: chain.count) { try await runNow(found, arguments) }
    }

    private func runNow(
        _ found: RecipeDependencies.Found, _ arguments: JSONObject
    ) async throws -> JSONValue? {
        let recipe = found.recipe
        let isOfOthers = found.origin == .installed
        let place =
            isOfOthers ? try Backend.account(settings, profile: settings.profile).place : nil
        let inner = Backend(
            inside: backend,
            gate: try RunGate(
                inside: backend.gate, header: try await permitted(for: found), account: place))
        var next = RequiredRecipes(
            of: recipe.manifest, within: inner, settings: settings, profile: profile,
            output: output, coverage: coverage, finder: finder)
        next.chain = chain + [recipe.manifest.name]
        next.seats = seats
        var host = LuaHost(profile: profile(of: recipe), output: output)
        host.coverage = coverage
        host.clock = settings.clock
        host.runsWithinCall = settings.clock != nil
        let run = RecipeRun(
            recipe, arguments: arguments,
            context: RecipeContext(inner.gate, output: .value, requiring: next))
        let result: Result<JSONValue?, any Error>
        do { result = .success(try await self.result(of: run, arguments, host, inner)) } catch {
            result = .failure(error)
        }
        await inner.close()
        return try result.get()
    }

    private func result(
        of run: RecipeRun, _ arguments: JSONObject, _ host: LuaHost, _ inner: Backend
    ) async throws -> JSONValue? {
        let grants = settings.rights.denied.applied(to: inner.gate.permissions.permitted)
            .luaGrants(parameters: RecipeLaunch.paths(arguments))
        return try await host.result(of: run, modules: inner.modules, grants: grants)
    }

    private func permitted(
        for found: RecipeDependencies.Found
    ) async throws -> RecipePermissions {
        // A test asks nobody, and goes by no answer that its user once gave.
        guard found.origin == .installed, !settings.rights.isTrial else {
            return found.recipe.manifest.permissions
        }
        return try await RecipeRights(
            of: found.recipe, settings: settings, isInProcess: profile == .recipe
        ).permitted()
    }

    /// Data alone crosses between the two, so that code of others needs no more than the profile for it.
    private func profile(of recipe: Recipe) -> LuaProfile {
        profile == .isolated || profile == .recipe ? profile : .isolated
    }

    private func refuseCircle(of name: RecipeName) throws(RecipeError) {
        guard chain.contains(name) || chain.count >= Self.deepest else { return }
        let path = (chain + [name]).map(\.description).joined(separator: " → ")
        throw RecipeError(.recipe, "recipes require each other without end: \(path)")
    }
}

extension RecipeContext {
    init(_ gate: RunGate, output: RecipeOutputFormat, requiring required: RequiredRecipes) {
        let permissions = gate.permissions
        self.init(
            isDryRun: gate.plan != nil, output: output,
            permits: { permissions.permits(named: $0) },
            drop: { try permissions.drop(named: $0) }, dependencies: required.dependencies)
    }
}
