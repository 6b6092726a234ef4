import ArgumentParser
import JSONValue

/// A command with its options, as the argument parser describes them.
struct CommandTree {
    let name: String
    let summary: String
    let isHidden: Bool
    let options: [Option]
    let children: [CommandTree]

    struct Option {
        /// `--output`, `-o`.
        let names: [String]
        let summary: String
        let takesValue: Bool
        let values: [String]
        let isHidden: Bool
    }

    /// The whole program.
    static var root: CommandTree {
        let text = TavluaCommand._dumpHelp()
        do {
            return CommandTree(try JSONValue(parsing: text)["command"] ?? .null)
        } catch {
            preconditionFailure("the argument parser describes itself as JSON: \(error)")
        }
    }

    private init(_ command: JSONValue) {
        name = command["commandName"]?.stringValue ?? ""
        summary = command["abstract"]?.stringValue ?? ""
        isHidden = command["shouldDisplay"]?.boolValue == false
        options = (command["arguments"]?.arrayValue ?? []).compactMap(Option.init)
        children = (command["subcommands"]?.arrayValue ?? []).map(CommandTree.init)
    }

    func option(_ name: String) -> Option? { options.first { $0.names.contains(name) } }

    func child(_ name: String) -> CommandTree? { children.first { $0.name == name } }
}

extension CommandTree.Option {
    /// Nil for what is no option.
    fileprivate init?(_ argument: JSONValue) {
        guard argument["kind"] != "positional" else { return nil }
        takesValue = argument["kind"] == "option"
        names = (argument["names"]?.arrayValue ?? []).map { name in
            (name["kind"] == "short" ? "-" : "--") + (name["name"]?.stringValue ?? "")
        }
        summary = argument["abstract"]?.stringValue ?? ""
        values = (argument["allValues"]?.arrayValue ?? []).compactMap(\.stringValue)
        isHidden = argument["shouldDisplay"]?.boolValue == false
    }
}
