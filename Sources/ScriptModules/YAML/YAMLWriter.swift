import JSONValue
import Yams

/// JSON values as YAML that reads back as they are, also for readers of YAML 1.1.
public enum YAMLWriter {
    /// One document, ending with a line feed.
    public static func text(_ value: JSONValue) throws -> String {
        try Yams.serialize(node: node(value), width: -1, allowUnicode: true)
    }

    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: Node("null", .implicit, .plain)
        case .bool(let flag): Node(flag ? "true" : "false", .implicit, .plain)
        case .integer, .number: Node(value.serialized(), .implicit, .plain)
        case .string(let text): Node(text, .implicit, style(of: text))
        case .array(let items): Node(items.map(node), .implicit, items.isEmpty ? .flow : .block)
        case .object(let members):
            Node(
                members.map { (Node($0.key, .implicit, style(ofKey: $0.key)), node($0.value)) },
                .implicit, members.isEmpty ? .flow : .block)
        }
    }

    private static func style(ofKey text: String) -> Node.Scalar.Style {
        let style = style(of: text)
        return style == .literal ? .doubleQuoted : style
    }

    private static func style(of text: String) -> Node.Scalar.Style {
        if YAMLScalar.needsQuotes(text) { return .singleQuoted }
        let isStrange = text.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n"
        }
        if isStrange { return .doubleQuoted }
        // Prompts are read and edited: lines stay lines.
        return text.utf8.contains(UInt8(ascii: "\n")) ? .literal : .plain
    }
}
