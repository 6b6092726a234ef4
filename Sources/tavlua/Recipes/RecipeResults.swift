import Glibc
import JSONValue
import REPL
import Recipes
import TavusAPI

/// Writes the result of a recipe to standard output.
struct RecipeResults {
    static let formats = RecipeOutputFormat.allCases.map(\.rawValue).joined(separator: ", ")

    let format: RecipeOutputFormat
    private let columns: [String]

    /// - Parameter named: from the command line; else a table on a terminal, and JSON for programs.
    init(named: String?, of manifest: RecipeManifest) throws(RecipeError) {
        columns = manifest.outputColumns
        guard let named else {
            format = isatty(STDOUT_FILENO) == 1 ? .table : .json
            return
        }
        guard let format = RecipeOutputFormat(rawValue: named) else {
            let near = nearest(named, among: RecipeOutputFormat.allCases.map(\.rawValue))
            throw RecipeError(
                .usage,
                "--output: \"\(DisplayText.safe(named, limit: 40))\" is none of \(Self.formats)."
                    + (near.map { " Did you mean \"\($0)\"?" } ?? ""))
        }
        self.format = format
    }

    /// Nothing is written of nothing.
    func write(_ value: JSONValue?) throws {
        guard let value else { return }
        let text = RecipeResultText(columns: columns, width: { CellWidth.of($0) })
        print(try text.text(value, as: format), terminator: "")
    }
}
