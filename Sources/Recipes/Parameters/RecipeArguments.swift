import JSONValue

/// What a recipe is run with: the values of its parameters, checked, and what is meant for the program.
public struct RecipeArguments: Sendable {
    /// By name; without those that have neither a value nor a default. Durations are seconds.
    public let values: JSONObject
    public let host: HostWords
    /// Such as the use of what is deprecated.
    public let warnings: [RecipeProblem]

    /// Reads the words after a recipe's name. With `--help` among them nothing is checked.
    /// - Throws: ``RecipeError`` with all that is wrong: ``RecipeError/Kind/data`` where it is only what
    ///   files of rows hold, else ``RecipeError/Kind/usage``.
    public init(
        _ words: [String], for parameters: [Parameter], inputs: ParameterInputs
    ) throws(RecipeError) {
        let line = RecipeCommandLine(words, for: parameters)
        host = line.host
        var resolution = ParameterResolution(parameters, inputs: inputs)
        if !host.wantsHelp { resolution.resolve(line) }
        values = resolution.arguments
        warnings = resolution.warnings
        try Self.check(resolution)
    }

    /// Reads a table, as Lua or a program gives it.
    public init(_ table: JSONObject, for parameters: [Parameter]) throws(RecipeError) {
        host = HostWords()
        var resolution = ParameterResolution(parameters, inputs: ParameterInputs())
        resolution.resolve(table)
        values = resolution.arguments
        warnings = resolution.warnings
        try Self.check(resolution)
    }

    private static func check(_ resolution: ParameterResolution) throws(RecipeError) {
        if !resolution.problems.isEmpty {
            throw RecipeError(.usage, resolution.problems + resolution.dataProblems)
        }
        if !resolution.dataProblems.isEmpty {
            throw RecipeError(.data, resolution.dataProblems)
        }
    }
}
