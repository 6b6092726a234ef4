import ArgumentParser
import TavusAPI
import TavusEmulator

/// `tavlua catalogue`.
struct CatalogueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "List every operation of the API that tavlua knows.")

    @Flag(name: .customLong("json"), help: "All that is known, as JSON.")
    var isJSON = false

    @Flag(name: .customLong("matrix"), help: "What the emulator does of it, in Markdown.")
    var isMatrix = false

    func run() {
        if isMatrix {
            print(EmulatorMatrix.markdown, terminator: "")
            return
        }
        if isJSON {
            print(Catalogue.json.serialized(.pretty))
            return
        }
        let rows = Catalogue.operations.map { operation in
            (operation.id, operation.method.rawValue, operation.path, operation.summary)
        }
        let width = rows.map(\.0.count).max() ?? 0
        let pathWidth = rows.map(\.2.count).max() ?? 0
        for (id, method, path, summary) in rows {
            print(
                padded(id, width), padded(method, 6), padded(path, pathWidth), summary,
                separator: "  ")
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
