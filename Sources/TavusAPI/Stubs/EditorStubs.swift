/// Files that tell LuaLS, the language server of most editors, what scripts have here: names, parameters,
/// fields and values, all from the catalogue.
///
/// Each is Lua that runs: tables with empty functions, and what they take in comments. Source of the form:
/// luals.github.io, "Annotations" and "Definition files", 2025.
public enum EditorStubs {
    /// A file's name and text.
    public struct File: Sendable, Equatable {
        public let name: String
        public let text: String
    }

    /// The first line of each file: it may be written again, what lacks it may not.
    public static let mark =
        "-- Made by `tavlua editor` from the catalogue. It is written anew each time."

    public static var files: [File] {
        [File(name: "tavus.lua", text: tavus), File(name: "json.lua", text: json)]
            + ScriptModule.all.map { File(name: $0.name + ".lua", text: text(of: $0)) }
    }

    private static var tavus: String {
        let resources = Catalogue.resources.map { ResourceStub($0).text }
        let functions = HelpText.beside.filter { $0.isFunction }.map { function in
            StubFunction(
                "tavus.\(function.name)", function.parameters, rest: function.usage.contains("…"),
                results: ["any"], summary: function.summary
            ).text
        }
        return page(
            "tavus",
            ["---@class tavus\ntavus = {}", "---@type \"emulator\"|\"live\"\ntavus.target = nil"]
                + resources + functions + [
                    emulator,
                    "---Explains a function, a resource or a module.\n---@param topic any?\n"
                        + "function help(topic) end",
                    "return tavus",
                ])
    }

    private static let emulator = """
        ---The emulator's own commands: advance, fault, reset, requests, seed and more; only there.
        ---@type table<string, fun(...): any>
        tavus.emulator = {}
        """

    private static func text(of module: ScriptModule) -> String {
        let functions = module.functions.map { function in
            StubFunction(
                "\(module.name).\(function.name)", function.parameters,
                results: function.results.map { result in
                    let parts = result.split(separator: ": ", maxSplits: 1).map(String.init)
                    return "\(parts[parts.count - 1]) \(parts[0])"
                }, summary: function.summary
            ).text
        }
        return page(
            module.name,
            ["---\(module.summary)\n---@class \(module.name)\nlocal \(module.name) = {}"]
                + functions + ["return \(module.name)"])
    }

    private static var json: String {
        page(
            "json",
            [
                "---JSON, strict, with integers and floats apart.\n---@class json\nlocal json = {}",
                "---Stands for null in lists and requests.\n---@type userdata\njson.null = nil",
                """
                ---@param text string
                ---@param options? { null?: boolean }
                ---@return any
                function json.decode(text, options) end
                """,
                """
                ---@param value any
                ---@return string
                function json.encode(value) end
                """,
                """
                ---The same over several lines.
                ---@param value any
                ---@return string
                function json.pretty(value) end
                """,
                """
                ---Marks a table as a list, so that an empty one is `[]`.
                ---@generic T: table
                ---@param list T
                ---@return T
                function json.array(list) end
                """,
                "return json",
            ])
    }

    private static func page(_ name: String, _ parts: [String]) -> String {
        ([mark + "\n---@meta \(name)"] + parts).joined(separator: "\n\n") + "\n"
    }
}

extension HelpText.Function {
    /// Some of `tavus` are values: `tavus.target`.
    var isFunction: Bool { usage.contains("(") || usage.contains("{") }
}
