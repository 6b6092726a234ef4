import ArgumentParser
import Recipes

/// Options before a recipe that are for recipes alone; most may stand after it, too.
struct RecipeOptions: ParsableArguments {
    @Option(
        name: [.customLong("output"), .customShort("o")],
        help: ArgumentHelp("A recipe's result as \(RecipeResults.formats).", valueName: "format"))
    var output: String?

    @Flag(name: .customLong("json"), help: "The same as --output json.")
    var isJSON = false

    @Option(
        name: .customLong("params"),
        help: ArgumentHelp("A recipe's parameters, as a JSON object.", valueName: "file"))
    var parametersFile: String?

    @Flag(
        name: .customLong("in-process"),
        help: "Run a recipe that others made in this process, with less between it and you.")
    var isInProcess = false

    @Flag(name: .customLong("no-input"), help: "Ask for nothing.")
    var takesNoInput = false

    /// As they would stand after the recipe.
    var words: [String] {
        (output.map { ["--output", $0] } ?? []) + (isJSON ? ["--json"] : [])
            + (parametersFile.map { ["--params", $0] } ?? [])
            + (takesNoInput ? ["--no-input"] : [])
    }
}
