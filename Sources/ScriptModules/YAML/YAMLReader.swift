import JSONValue
import Yams

/// YAML as JSON values, by the core schema of YAML 1.2: `no` and `on` are text, `2026-01-02` is text, and
/// `<<` merges, as in the files that people have.
struct YAMLReader {
    /// What is wrong with the text, and where if that is known.
    struct Problem: Error, Equatable, CustomStringConvertible {
        var line: Int?
        let reason: String
        var description: String { line.map { "line \($0): \(reason)" } ?? reason }
    }

    private static let depthLimit = 100
    private static let nodeLimit = 1_000_000

    private var nodes = 0

    /// All documents of the text; an empty text has none.
    static func documents(_ text: String) throws(Problem) -> [JSONValue] {
        guard !YAMLAliases.areDangerous(text) else {
            throw Problem(
                reason: "many aliases, and keys that are no words: refused, as it may never end")
        }
        var reader = YAMLReader()
        do {
            let parser = try Yams.Parser(yaml: text, encoding: .utf8)
            var documents: [JSONValue] = []
            while let root = try parser.nextRoot() {
                documents.append(try reader.value(root, depth: 0))
            }
            return documents
        } catch let problem as Problem {
            throw problem
        } catch let error as YamlError {
            throw Problem(error)
        } catch {
            throw Problem(reason: "\(error)")
        }
    }

    private mutating func value(_ node: Node, depth: Int) throws(Problem) -> JSONValue {
        nodes += 1
        guard nodes <= Self.nodeLimit else {
            throw Problem(
                line: node.mark?.line,
                reason: "more than \(Self.nodeLimit) values, aliases counted as what they stand for"
            )
        }
        guard depth < Self.depthLimit else {
            throw Problem(line: node.mark?.line, reason: "more than \(Self.depthLimit) levels deep")
        }
        switch node {
        case .scalar(let scalar): return try YAMLScalar.value(scalar)
        case .sequence(let items):
            var list: [JSONValue] = []
            for item in items { list.append(try value(item, depth: depth + 1)) }
            return .array(list)
        case .mapping(let pairs): return .object(try object(pairs, depth: depth))
        case .alias:
            throw Problem(line: node.mark?.line, reason: "an alias that leads nowhere")
        }
    }

    private mutating func object(
        _ pairs: Node.Mapping, depth: Int
    ) throws(Problem) -> JSONObject {
        var own: JSONObject = [:]
        var merged: JSONObject = [:]
        for (key, member) in pairs {
            guard case .scalar(let name) = key else {
                throw Problem(line: key.mark?.line, reason: "a key that is no word")
            }
            let value = try value(member, depth: depth + 1)
            if name.string == "<<", name.style == .plain {
                try merge(value, into: &merged, line: key.mark?.line)
            } else {
                own[name.string] = value
            }
        }
        guard !merged.isEmpty else { return own }
        for (name, value) in own { merged[name] = value }
        return merged
    }

    /// Of several, the first one that has a member wins.
    private func merge(
        _ value: JSONValue, into merged: inout JSONObject, line: Int?
    ) throws(Problem) {
        for source in value.arrayValue ?? [value] {
            guard let members = source.objectValue else {
                throw Problem(line: line, reason: "<< takes a mapping, or a list of them")
            }
            for (name, value) in members where merged[name] == nil { merged[name] = value }
        }
    }
}

extension YAMLReader.Problem {
    /// The library's words, on one line, without the text that it quotes.
    fileprivate init(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = context.map { $0.text.isEmpty ? "" : $0.text + ": " } ?? ""
            self.init(line: mark.line, reason: place + problem)
        case .reader(let problem, _, _, _): self.init(reason: problem)
        case .duplicatedKeysInMapping(let names, let context):
            self.init(
                line: context.mark.line,
                reason: "the same key twice: \(names.joined(separator: ", "))")
        default: self.init(reason: "\(error)")
        }
    }
}
