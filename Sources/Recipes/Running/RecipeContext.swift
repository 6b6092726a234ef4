/// What a recipe can learn of its run, in `ctx`.
public struct RecipeContext: Sendable {
    public var isDryRun: Bool
    /// How the result will be written.
    public var output: RecipeOutputFormat
    /// `ctx.permissions.query(name)`, of an operation such as "videos.create" or an effect such as "write".
    public var permits: @Sendable (String) -> Bool
    /// `ctx.permissions.drop(name)`: from here on the run does without.
    public var drop: @Sendable (String) throws -> Void
    /// Other recipes, by `require "recipe:…"`; nil: there are none.
    public var dependencies: RecipeDependencies?

    public init(
        isDryRun: Bool = false, output: RecipeOutputFormat = .json,
        permits: @escaping @Sendable (String) -> Bool = { _ in true },
        drop: @escaping @Sendable (String) throws -> Void = { _ in },
        dependencies: RecipeDependencies? = nil
    ) {
        self.isDryRun = isDryRun
        self.output = output
        self.permits = permits
        self.drop = drop
        self.dependencies = dependencies
    }
}
