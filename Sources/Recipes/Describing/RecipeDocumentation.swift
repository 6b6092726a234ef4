import JSONValue
import TavusAPI

/// A page on a recipe, from its header and the `---` comments before its functions.
public struct RecipeDocumentation {
    /// A function and what is said before it.
    public struct Function: Sendable, Hashable {
        /// "minutes(call)"
        public let signature: String
        public let text: String
        /// From 1.
        public let line: Int
    }

    private let manifest: RecipeManifest
    private let file: String
    public let functions: [Function]

    public init(_ source: RecipeSource, _ manifest: RecipeManifest) {
        self.manifest = manifest
        file = source.shownPath
        functions = Self.functions(in: String(decoding: source.luaText, as: UTF8.self))
    }

    private static func functions(in code: String) -> [Function] {
        var functions: [Function] = []
        var comment: [Substring] = []
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("---"), !text.hasPrefix("----") {
                comment.append(text.dropFirst(3).drop { $0 == " " })
                continue
            }
            if !comment.isEmpty, let signature = signature(text) {
                functions.append(
                    Function(
                        signature: signature, text: comment.joined(separator: "\n"), line: index + 1
                    ))
            }
            comment = []
        }
        return functions
    }

    /// `local function a.b(c)`, `a.b = function(c)`, `return function(args, ctx)`.
    private static func signature(_ line: Substring) -> String? {
        guard let range = line.firstRange(of: "function"), let end = line.firstIndex(of: ")"),
            range.upperBound < end
        else { return nil }
        let rest = line[range.upperBound...end].drop { $0 == " " }
        guard rest.first == "(" else { return String(rest) }
        let before = line[..<range.lowerBound].split { " =\t".contains($0) }
        let name = before.last { $0 != "local" && $0 != "return" } ?? "recipe"
        return String(name) + rest
    }

    public var json: JSONValue {
        var object = manifest.json.objectValue ?? [:]
        object["functions"] = .array(
            functions.map { function in
                [
                    "signature": .string(function.signature), "text": .string(function.text),
                    "file": .string(file), "line": .integer(Int64(function.line)),
                ]
            })
        return .object(object)
    }

    public var markdown: String {
        var parts = ["# \(manifest.name) \(manifest.version)"]
        if !manifest.summary.isEmpty { parts.append(Self.safe(manifest.summary)) }
        if let description = manifest.description { parts.append(Self.safe(description)) }
        if !manifest.examples.isEmpty {
            let lines = manifest.examples.map { "tavlua run " + DisplayText.safe($0.command) }
            parts.append("```sh\n" + lines.joined(separator: "\n") + "\n```")
        }
        let shown = manifest.parameters.filter { !$0.isHidden }
        if !shown.isEmpty { parts.append("## Parameters\n\n" + Self.table(shown)) }
        let words = PermissionWords(manifest.permissions)
        parts.append("## Permissions\n\nIt may \(Self.safe(words.sentence)).")
        if !functions.isEmpty {
            let texts = functions.map { "### `\($0.signature)`\n\n\(Self.safe($0.text))" }
            parts.append("## Functions\n\n" + texts.joined(separator: "\n\n"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func table(_ parameters: [Parameter]) -> String {
        let head = "| parameter | type | default | |\n|---|---|---|---|\n"
        return head
            + parameters.map { parameter in
                let value = parameter.fallback.map { $0.stringValue ?? "\($0)" }
                let fallback = parameter.isRequired ? "required" : value.map(cell) ?? ""
                return "| `\(parameter.flag)` | \(parameter.type.spelling) | \(fallback) | "
                    + "\(cell(parameter.help)) |"
            }.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String { safe(text).replacing("|", with: "\\|") }

    private static func safe(_ text: String) -> String { DisplayText.safeLines(text) }
}
