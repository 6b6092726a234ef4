import JSONValue
import LuaHost
import TavusAPI

/// Runs the recipes that a recipe requires, each in a session of its own: what it is called with and what it
/// returns crosses as data, and nothing of the one is in reach of the other.
public final class RecipeDependencies: Sendable {
    /// A recipe, and where it comes from.
    public struct Found: Sendable {
        public let recipe: Recipe
        public let origin: RecipeProvenance

        public init(_ recipe: Recipe, _ origin: RecipeProvenance) {
            self.recipe = recipe
            self.origin = origin
        }
    }

    /// Finds a recipe and says why it cannot be had.
    public typealias Finder = @Sendable (RecipeRequirement) throws(RecipeError) -> Found
    /// Runs it with the rights of its caller and its own header, whichever are less.
    public typealias Runner = @Sendable (Found, JSONObject) async throws -> JSONValue?

    private let find: Finder
    private let run: Runner

    public init(find: @escaping Finder, run: @escaping Runner) {
        self.find = find
        self.run = run
    }

    /// What the driver calls: `dependency(name)` and `call(name, values)`.
    func functions(for caller: RecipeManifest) -> [LuaFunction] {
        [
            LuaFunction("dependency") { [self] (name: String) throws -> LuaValue in
                .json(try found(name, of: caller).recipe.manifest.json.bytes())
            },
            LuaFunction.async("call") { [self] arguments in
                let found = try found(try arguments.string(0), of: caller)
                let values = try JSONValue(parsing: try arguments.json(1)).objectValue ?? [:]
                let read = try RecipeArguments(values, for: found.recipe.manifest.parameters)
                let result = try await run(found, read.values)
                return [result.map { LuaValue($0) } ?? .nil]
            },
        ]
    }

    /// What a header does not name is not to be had: who reads it knows whose code runs.
    private func found(_ name: String, of caller: RecipeManifest) throws(RecipeError) -> Found {
        let names = caller.requires.map(\.name.description)
        guard let requirement = caller.requires.first(where: { $0.name.description == name }) else {
            let shown = DisplayText.safe(name, limit: 80)
            throw RecipeError(
                .recipe,
                "\(caller.name) does not require \"\(shown)\": add it to requires in its header."
                    + didYouMean(name, among: names))
        }
        return try find(requirement)
    }
}
