import Glibc
import JSONValue
import LuaHost
import Recipes
import Synchronization
import TavusAPI
import TavusClient

/// Runs a recipe within a test: on the test's emulator and clock, held to its own header as if others had
/// made it, with nothing printed and nothing kept.
struct RecipeBench: Sendable {
    let emulator: LocalEmulator
    let settings: HostSettings
    /// The path of the recipe that the spec is about; nil where none stands beside it.
    let subject: String?
    let finder: RecipeFinder
    let coverage: LuaCoverage?

    /// - Returns: `ok`, `status`, `value`, `error`, `output`, `requests` and `plan`.
    /// - Throws: ``RecipeError`` where the test itself is at fault: no such recipe or field.
    func run(_ trial: RecipeTrial) async throws -> JSONValue {
        guard let word = trial.recipe ?? subject else {
            throw RecipeError(
                .usage,
                "recipe.run: no recipe stands beside this spec; say which one: recipe = \"…\"")
        }
        let (source, _) = try finder.recipe(word)
        let written = Written()
        let sent = SentRequests()
        var answer: JSONObject = [:]
        do {
            let recipe = try Recipe(source)
            if let name = trial.exampleName, name != "\(recipe.manifest.name)" {
                throw RecipeError(
                    .recipe,
                    "an example of \(recipe.manifest.name) runs it by this name, not \"\(name)\"")
            }
            let arguments = try arguments(of: trial, for: recipe)
            let value = try await run(
                recipe, arguments, trial, sent, written, note: { answer["plan"] = $0 })
            answer["value"] = value
            answer["status"] = 0
        } catch let error as LuaCancelled {
            throw error
        } catch {
            answer["status"] = .integer(Int64(ErrorReport.status(of: error)))
            answer["error"] = Self.fields(of: error)
        }
        answer["ok"] = .bool(answer["status"] == 0)
        answer["output"] = .string(written.text)
        answer["requests"] = sent.rows
        return .object(answer)
    }

    /// The same in a working folder, which the whole process has only one of.
    func run(_ trial: RecipeTrial, in folder: String) async throws -> JSONValue {
        let before = WorkingFolder.absolute(".")
        guard chdir(folder) == 0 else {
            throw RecipeError(
                .configuration, "cannot enter \(folder): \(String(cString: strerror(errno)))")
        }
        let answer: Result<JSONValue, any Error>
        do { answer = .success(try await run(trial)) } catch { answer = .failure(error) }
        guard chdir(before) == 0 else {
            throw RecipeError(
                .configuration, "cannot return to \(before): \(String(cString: strerror(errno)))")
        }
        return try answer.get()
    }

    private func arguments(
        of trial: RecipeTrial, for recipe: Recipe
    ) throws(RecipeError) -> RecipeArguments {
        guard let words = trial.words else {
            return try RecipeArguments(trial.parameters, for: recipe.manifest.parameters)
        }
        let inputs = ParameterInputs(
            environment: { trial.environment[$0] },
            standardInput: { () throws(RecipeError) in Array(trial.standardInput.utf8) })
        return try RecipeArguments(words, for: recipe.manifest.parameters, inputs: inputs)
    }

    private func run(
        _ recipe: Recipe, _ arguments: RecipeArguments, _ trial: RecipeTrial,
        _ sent: SentRequests, _ written: Written, note: (JSONValue) -> Void
    ) async throws -> JSONValue? {
        try recipe.manifest.check(host: Version.semantic)
        var settings = settings
        settings.rights = trial.rights
        settings.rights.isDryRun = trial.rights.isDryRun || arguments.host.isDryRun
        settings.permitted = recipe.manifest.permissions
        settings.permitted.formUnion(trial.rights.allowed)
        let say: @Sendable (String) -> Void = { written.append(Array("\($0)\n".utf8)) }
        let backend = try Backend(
            settings,
            voice: Backend.Voice(announces: false, policies: [sent], say: { _ in }, log: say),
            emulator: emulator)
        var host = LuaHost(
            profile: .recipe, output: .handler { _, bytes in written.append(bytes) })
        host.clock = settings.clock
        host.coverage = coverage
        host.runsWithinCall = true
        let required = RequiredRecipes(
            of: recipe.manifest, within: backend, settings: settings, profile: .recipe,
            output: host.output, coverage: coverage, finder: finder)
        let format = arguments.host.output.flatMap(RecipeOutputFormat.init) ?? .json
        let run = RecipeRun(
            recipe, arguments: arguments.values,
            context: RecipeContext(backend.gate, output: format, requiring: required))
        let result: Result<JSONValue?, any Error>
        do {
            let grants = settings.rights.denied.applied(to: settings.permitted)
                .luaGrants(parameters: RecipeLaunch.paths(arguments.values))
            result = .success(
                try await host.result(of: run, modules: backend.modules, grants: grants))
        } catch {
            result = .failure(error)
        }
        await backend.close()
        if let plan = backend.gate.plan?.plan { note(.object(plan.json)) }
        return try result.get()
    }

    /// As the recipe's own code would see it.
    private static func fields(of error: any Error) -> JSONValue {
        guard let error = error as? ScriptError else {
            return ["message": .string("\(error)")]
        }
        var fields: JSONObject = ["message": .string(error.message)]
        fields["location"] = error.location.map(JSONValue.string)
        for (name, value) in error.fields where fields[name] == nil {
            switch value {
            case .string(let text): fields[name] = .string("\(text)")
            case .integer(let number): fields[name] = .integer(number)
            case .number(let number): fields[name] = .number(number)
            case .boolean(let flag): fields[name] = .bool(flag)
            default: break
            }
        }
        return .object(fields)
    }

    private final class Written: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }
        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }
}
