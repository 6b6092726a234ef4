import Glibc
import JSONValue
import LuaHost
import Recipes
import TavusAPI
import TavusClient

/// One run of a recipe from the command line: its words are read and checked before Lua or the network are.
struct RecipeLaunch {
    let source: RecipeSource
    let origin: RecipeProvenance
    /// After the recipe, and those of ``RecipeOptions/words``.
    let words: [String]
    let settings: HostSettings
    var isInProcess = false

    /// - Returns: the exit status.
    func run() async -> Int32 {
        do throws(RecipeError) {
            let recipe = try Recipe(source)
            let arguments = try RecipeArguments(
                words, for: recipe.manifest.parameters,
                inputs: inputs(permitted: recipe.manifest.permissions))
            if arguments.host.wantsHelp {
                let help = RecipeHelp(
                    recipe.manifest, command: source.shownPath, width: TerminalWidth.columns)
                print(help.text)
                return ExitStatus.success
            }
            try recipe.manifest.check(host: Version.semantic)
            let results = try RecipeResults(named: arguments.host.output, of: recipe.manifest)
            return await run(recipe, arguments, results)
        } catch {
            return CommandEnd(error, of: source).status
        }
    }

    private func run(
        _ recipe: Recipe, _ arguments: RecipeArguments, _ results: RecipeResults
    ) async -> Int32 {
        var settings = settings.applying(arguments.host)
        // Nothing beyond what was granted, whatever the code tries.
        do { try await settings.grant(to: recipe, from: self) } catch {
            return (error as? RecipeError).map { CommandEnd($0).status }
                ?? ErrorReport(isVerbose: false).print(error)
        }
        if !settings.isQuiet {
            for problem in recipe.warnings + arguments.warnings {
                StandardError.line("tavlua: warning: \(problem)")
            }
        }
        var hosted = HostedRun(settings, profile: profile(settings))
        let final = settings
        hosted.modules = { self.run(recipe, arguments, results, $0, final).modules }
        // One's own that is confined gets what its header asks for.
        let permitted = origin == .installed ? settings.permitted : recipe.manifest.permissions
        if hosted.profile != .trusted {
            hosted.grants = settings.rights.denied.applied(to: permitted)
                .luaGrants(parameters: Self.paths(arguments.values))
        }
        if recipe.manifest.output != nil { hosted.output = .standardError }
        hosted.origin = planOrigin
        return await hosted.run { session, backend in
            let run = run(recipe, arguments, results, backend, final)
            let result = try await run.result(in: session)
            // Then standard output is the plan's.
            if backend.gate.plan == nil { try results.write(result) }
        }
    }

    private func run(
        _ recipe: Recipe, _ arguments: RecipeArguments, _ results: RecipeResults,
        _ backend: Backend, _ settings: HostSettings
    ) -> RecipeRun {
        let required = RequiredRecipes(
            of: recipe.manifest, within: backend, settings: settings,
            profile: profile(settings), output: output(of: recipe, backend))
        return RecipeRun(
            recipe, arguments: arguments.values,
            context: RecipeContext(backend.gate, output: results.format, requiring: required))
    }

    /// Standard output is for the result alone, where there is one.
    private func output(of recipe: Recipe, _ backend: Backend) -> LuaOutput {
        recipe.manifest.output == nil
            ? backend.gate.output : .standardError
    }

    /// Texts of parameters, for `{name}` among the files that a header asks for.
    static func paths(_ values: JSONObject) -> [String: String] {
        values.reduce(into: [:]) { paths, value in paths[value.key] = value.value.stringValue }
    }

    private func planOrigin(account: String) -> PlanOrigin {
        guard source.form != .shipped else {
            let code = String(decoding: source.code, as: UTF8.self)
            return PlanOrigin(code: code, arguments: words, account: account)
        }
        return PlanOrigin(
            script: source.path, sha256: PlanOrigin.fingerprint(ofScript: source.path) ?? "",
            arguments: words, inputs: PlanOrigin.inputs(in: words), account: account)
    }

    /// One's own code is trusted; what others made computes in a process of its own.
    private func profile(_ settings: HostSettings) -> LuaProfile {
        if isInProcess { return .recipe }
        return settings.isIsolated || origin == .installed ? .isolated : .trusted
    }

    /// A recipe of others gets no variable by a parameter that it does not also ask leave to read.
    private func inputs(permitted: RecipePermissions) -> ParameterInputs {
        let isFree = origin != .installed
        return ParameterInputs(
            environment: { name in
                guard isFree || permitted.env.names(name) else { return nil }
                return getenv(name).map { String(cString: $0) }
            },
            standardInput: { () throws(RecipeError) in
                try BoundedFile.readStandardInput(maxBytes: ParameterInputs.maxFileBytes)
            }, ask: isatty(STDIN_FILENO) == 1 && !words.contains("--no-input") ? Self.ask : nil)
    }

    @Sendable private static func ask(_ parameter: Parameter) -> String? {
        let question = DisplayText.safe(parameter.prompt ?? parameter.name, limit: 200) + ": "
        guard
            let answer = parameter.type == .secret
                ? getpass(question).map({ String(cString: $0) }) : typed(question)
        else { return nil }
        return answer
    }

    private static func typed(_ question: String) -> String? {
        StandardError.text(question)
        return readLine()
    }
}

extension HostSettings {
    /// Everything for one's own recipes; for those of others what was granted, or is now.
    fileprivate mutating func grant(to recipe: Recipe, from launch: RecipeLaunch) async throws {
        guard launch.origin == .installed else { return }
        permitted = try await RecipeRights(
            of: recipe, settings: self, isInProcess: launch.isInProcess
        ).permitted()
        self.rights.grantedFor = try Backend.account(self, profile: profile).place
    }

    /// With what was said after the recipe.
    func applying(_ words: HostWords) -> HostSettings {
        var settings = self
        settings.isQuiet = isQuiet || words.isQuiet
        settings.assumesYes = assumesYes || words.assumesYes
        settings.profile = words.profile ?? profile
        settings.rights.isDryRun = rights.isDryRun || words.isDryRun
        settings.rights.noInput = rights.noInput || words.takesNoInput
        settings.rights.printsJSON = words.output == "json"
        return settings
    }
}
