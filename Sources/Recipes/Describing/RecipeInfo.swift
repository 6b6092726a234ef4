import JSONValue
import TavusAPI

/// What `tavlua recipes info` shows of a recipe.
public struct RecipeInfo {
    private let source: RecipeSource
    private let manifest: RecipeManifest
    private let origin: RecipeProvenance

    public init(_ source: RecipeSource, _ manifest: RecipeManifest, _ origin: RecipeProvenance) {
        self.source = source
        self.manifest = manifest
        self.origin = origin
    }

    /// Lines without an end, safe for a terminal.
    public var text: String {
        var lines = ["\(manifest.name) \(manifest.version)  \(DisplayText.safe(manifest.summary))"]
        if let description = manifest.description {
            lines.append(DisplayText.safeLines(description))
        }
        let words = PermissionWords(manifest.permissions)
        lines += Self.row("from", ["\(origin.rawValue): \(source.shownPath)"])
        lines += Self.row("It may", words.may.isEmpty ? ["do nothing"] : words.may)
        lines += Self.row(
            "It may not", words.mayNot.isEmpty ? [] : [words.mayNot.joined(separator: ", ")])
        lines += Self.row("takes", manifest.parameters.filter { !$0.isHidden }.map(Self.parameter))
        lines += Self.row("requires", manifest.requires.map(\.description))
        lines += Self.row("host", manifest.host.map { ["tavlua \($0)"] } ?? [])
        lines += Self.row("license", manifest.license.map { [$0] } ?? [])
        lines += Self.row("authors", manifest.authors)
        lines += Self.row("homepage", manifest.homepage.map { [$0] } ?? [])
        return lines.joined(separator: "\n")
    }

    /// The manifest, where it is from, and the schema of its parameters.
    public var json: JSONValue {
        var object = manifest.json.objectValue ?? [:]
        object["origin"] = .string(origin.rawValue)
        object["path"] = .string(source.path)
        object["permissions_sha256"] = .string(manifest.permissions.sha256)
        object["schema"] = .object(manifest.parameterSchema)
        return .object(object)
    }

    private static func parameter(_ parameter: Parameter) -> String {
        let need = parameter.isRequired ? ", required" : ""
        let help = parameter.help.isEmpty ? "" : "  \(parameter.help)"
        return "\(parameter.flag) \(parameter.type.spelling)\(need)\(help)"
    }

    private static func row(_ title: String, _ values: [String]) -> [String] {
        values.enumerated().map { index, value in
            let head = index == 0 ? title : ""
            let gap = String(repeating: " ", count: max(1, 12 - head.count))
            return head + gap + DisplayText.safe(value)
        }
    }
}
