import TavusAPI

/// The help of a recipe, made from its header, in the layout of the program's own help.
public struct RecipeHelp {
    private let manifest: RecipeManifest
    private let command: String
    private let width: Int
    /// Where the explanations begin.
    private static let column = 26

    /// - Parameters:
    ///   - command: what is typed after `tavlua run`; the recipe's name by default.
    ///   - width: of the terminal.
    public init(_ manifest: RecipeManifest, command: String? = nil, width: Int = 80) {
        self.manifest = manifest
        self.command = command ?? manifest.name.description
        self.width = max(width, 50)
    }

    public var text: String {
        var parts = ["OVERVIEW: " + wrapped(summary, indent: 0)]
        if let description = manifest.description {
            parts.append(DisplayText.safeLines(description))
        }
        parts.append(usage)
        let shown = manifest.parameters.filter { !$0.isHidden }
        if !shown.isEmpty {
            parts.append(section("PARAMETERS", shown.map { ($0.label, $0.explanation) }))
        }
        parts.append(section("OPTIONS", HostWords.words.map { ($0.label, $0.help) }))
        if !manifest.examples.isEmpty { parts.append(examples) }
        return parts.joined(separator: "\n\n")
    }

    private var summary: String {
        let text = manifest.summary.isEmpty ? "A recipe without a summary." : manifest.summary
        return DisplayText.safe(text)
    }

    private var usage: String {
        let required = manifest.parameters.filter(\.isRequired).map { $0.usage }
        let words = ["tavlua run", command] + required
        return "USAGE: " + wrapped((words + ["[options]"]).joined(separator: " "), indent: 7)
    }

    private var examples: String {
        let lines = manifest.examples.map { example in
            let help = example.summary.map { "\n      " + DisplayText.safe($0) } ?? ""
            return "  tavlua run " + DisplayText.safe(example.command) + help
        }
        return "EXAMPLES:\n" + lines.joined(separator: "\n")
    }

    private func section(_ title: String, _ rows: [(label: String, help: String)]) -> String {
        let lines = rows.map { row -> String in
            let label = "  " + row.label
            guard !row.help.isEmpty else { return label }
            let help = wrapped(row.help, indent: Self.column)
            let gap = Self.column - label.count
            guard gap > 0 else { return label + "\n" + spaces(Self.column) + help }
            return label + spaces(gap) + help
        }
        return title + ":\n" + lines.joined(separator: "\n")
    }

    /// Broken between words; every line but the first is indented.
    private func wrapped(_ text: String, indent: Int) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if indent + last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n" + spaces(indent))
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension Parameter {
    /// `-a, --older-than <duration>`
    fileprivate var label: String {
        let shorts = short.map { "-\($0), " } ?? ""
        return type == .bool ? "\(shorts)\(flag)/\(negativeFlag)" : shorts + usage
    }

    fileprivate var usage: String {
        switch type {
        case .bool: flag
        case .secret: "\(flag)-file <file>"
        default: "\(flag) <\(valueName)>"
        }
    }

    /// What stands for the value: its choices where they are few.
    private var valueName: String {
        let joined = choices.map { DisplayText.safe($0, limit: 20) }.joined(separator: "|")
        if !choices.isEmpty, joined.count <= 30 { return joined }
        switch type {
        case .enumeration: return "choice"
        case .path, .rows: return "file"
        case .id(let kind): return kind + "-id"
        case .list(let element):
            return element == .enumeration ? "choice,…" : element.spelling + ",…"
        default: return type.spelling
        }
    }

    fileprivate var explanation: String {
        var notes: [String] = []
        if isRequired { notes.append("required") }
        if let fallback {
            notes.append(
                "default: \(DisplayText.safe(fallback.stringValue ?? "\(fallback)", limit: 60))")
        }
        if let environment { notes.append("or $\(DisplayText.safe(environment, limit: 60))") }
        if let minimum { notes.append("at least \(minimum.stringValue ?? "\(minimum)")") }
        if let maximum { notes.append("at most \(maximum.stringValue ?? "\(maximum)")") }
        if !columns.isEmpty { notes.append("columns: \(columns.joined(separator: ", "))") }
        if let deprecated { notes.append("deprecated: \(deprecated)") }
        let note = notes.isEmpty ? "" : "(\(DisplayText.safe(notes.joined(separator: "; "))))"
        return [DisplayText.safe(help), note].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension HostWords.Word {
    fileprivate var label: String {
        (short.map { "-\($0), " } ?? "") + flag + (value.map { " <\($0)>" } ?? "")
    }
}
