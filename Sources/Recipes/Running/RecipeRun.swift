import JSONValue
import LuaHost
import TavusAPI

/// One run of a recipe in a session that has its ``modules``.
///
/// ```swift
/// let run = RecipeRun(recipe, arguments: arguments.values)
/// let session = try await LuaHost().session(modules: tavus.modules + run.modules)
/// let result = try await run.result(in: session)
/// ```
public struct RecipeRun: Sendable {
    public let recipe: Recipe
    private let arguments: JSONObject
    private let context: RecipeContext

    public init(_ recipe: Recipe, arguments: JSONObject, context: RecipeContext = RecipeContext()) {
        self.recipe = recipe
        self.arguments = arguments
        self.context = context
    }

    /// What the session needs beside the modules that the recipe asks for.
    public var modules: [LuaModule] {
        [LuaModule("recipe.host", functions: functions)]
    }

    /// Runs it to its end.
    /// - Returns: what the recipe's function returned; nil for nothing.
    /// - Throws: what ``LuaSession/run(_:arguments:scriptName:command:timeout:)`` throws, and
    ///   ``RecipeError`` for a result that is no data.
    public func result(in session: LuaSession) async throws -> JSONValue? {
        // In brackets: reports of errors pass over the driver to the recipe's own lines.
        let values = try await session.run(
            Self.driver, LuaString(bytes: recipe.source.luaText), LuaValue.json(start),
            name: "[recipe]")
        return try data(values.first ?? .nil)
    }

    private static var driver: String { "\(LuaSources.driver)" }

    private var start: [UInt8] {
        let manifest = recipe.manifest
        return JSONValue.object([
            "path": .string(recipe.source.codePath),
            "recipe": [
                "name": .string("\(manifest.name)"), "version": .string("\(manifest.version)"),
            ],
            "args": .object(arguments),
            "parameters": .array(manifest.parameters.map { .string($0.name) }),
            "dry_run": .bool(context.isDryRun),
            "output": .string(context.output.rawValue),
        ]).bytes()
    }

    private func data(_ value: LuaValue) throws -> JSONValue? {
        if case .nil = value { return nil }
        guard let data = JSONValue(value) else { throw refusal(Self.kind(of: value)) }
        // In Lua an empty list and an empty table are one; the header knows which it is.
        return recipe.manifest.returnsArray && data == [:] ? [] : data
    }

    /// What it is that is no data.
    private static func kind(of value: LuaValue) -> String {
        switch value {
        case .string: "text that is no UTF-8"
        case .number: "a number that is none (inf or nan)"
        case .opaque where value.typeName == "table":
            "a table that is no data, such as a list with named fields beside"
        default: "a \(value.typeName)"
        }
    }

    private func refusal(_ what: String) -> RecipeError {
        let text = "the recipe returned \(what); return text, numbers or tables of them"
        return RecipeError(.recipe, [RecipeProblem(text, file: recipe.source.codePath)])
    }

    // MARK: Functions

    private var functions: [LuaFunction] {
        [
            LuaFunction("unknown") { (what: String, key: String, names: [String]) -> String in
                let near = nearest(key, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
                return "\(what) has no \"\(DisplayText.safe(key, limit: 60))\".\(near)"
            },
            LuaFunction("library") { (name: String) throws -> LuaResults<LuaString, String> in
                let (text, path) = try RecipeOwnModules(root: recipe.source.root).read(name)
                return LuaResults(LuaString(bytes: text), path)
            },
            LuaFunction("query") { (name: String) -> Bool in context.permits(name) },
            LuaFunction("drop") { (name: String) throws in try context.drop(name) },
        ] + (context.dependencies?.functions(for: recipe.manifest) ?? [])
    }
}
