import ArgumentParser
import JSONValue
import REPL
import Recipes

/// `tavlua recipes list`.
struct RecipesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the recipes of this project, of this user and of tavlua.")

    @Flag(name: .customLong("json"), help: "As JSON.")
    var isJSON = false

    func run() throws {
        let list = RecipeList(RecipeFinder.standard.shelves)
        for problem in list.problems { StandardError.line("tavlua: \(problem)") }
        if isJSON {
            print(list.json.serialized(.pretty))
            return
        }
        let columns = ["name", "version", "origin", "summary"]
        let rows = (list.json.arrayValue ?? []).map { row -> JSONValue in
            .object(JSONObject(columns.compactMap { name in row[name].map { (name, $0) } }))
        }
        guard !rows.isEmpty else { return }
        let text = RecipeResultText(columns: columns, width: { CellWidth.of($0) })
        print(try text.text(.array(rows), as: .table), terminator: "")
    }
}
