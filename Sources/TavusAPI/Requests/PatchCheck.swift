import JSONValue

/// The shape of an RFC 6902 patch, checked before it is sent; whether its paths exist only the
/// service can tell.
struct PatchCheck {
    private static let operations = ["add", "remove", "replace", "copy", "move", "test"]

    /// The fields that a record is created with: the first names of most paths.
    private let fields: [APIField]
    private let wholeFields: [String]
    private(set) var warnings: [String] = []

    init(fields: [APIField], wholeFields: [String] = []) {
        self.fields = fields
        self.wholeFields = wholeFields
    }

    /// The operations as they are sent, with the reference's names at the beginning of paths.
    mutating func checked(_ given: JSONValue?) throws(ArgumentError) -> JSONValue {
        var sent: [JSONValue] = []
        for (index, operation) in try Self.operations(in: given).enumerated() {
            let place = "[\(index + 1)]"
            var members = try Self.check(operation, at: place)
            for name in ["path", "from"] {
                guard let pointer = members[name]?.stringValue else { continue }
                members[name] = .string(renamed(pointer, at: "\(place).\(name)"))
            }
            if let pointer = members["path"]?.stringValue {
                look(at: pointer, value: members["value"], of: place)
            }
            sent.append(.object(members))
        }
        return .array(sent)
    }

    /// `/pal_name` as `/persona_name`; a likely slip is told, as the record may be newer than we know.
    private mutating func renamed(_ pointer: String, at place: String) -> String {
        let first = String(pointer.dropFirst().prefix { $0 != "/" })
        if wholeFields.contains(first), pointer.dropFirst(1 + first.count).contains("/") {
            warnings.append("\(place): \(first) can only be replaced as a whole, by \"/\(first)\"")
        }
        guard !fields.contains(where: { $0.name == first }) else { return pointer }
        if let field = fields.first(where: { $0.aliases.contains(first) }) {
            return "/" + field.name + pointer.dropFirst(1 + first.count)
        }
        if let near = nearest(first, among: fields.map(\.name)) {
            warnings.append("\(place): \"/\(first)\" is not known. Did you mean \"/\(near)\"?")
        }
        return pointer
    }

    /// Compares what lies below a field with what is known of it. Nothing is refused: the record may
    /// be newer than the catalogue.
    private mutating func look(at pointer: String, value: JSONValue?, of place: String) {
        let tokens = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard let first = tokens.first.map(String.init),
            let field = fields.first(where: { $0.name == first })
        else { return }
        var type = field.type
        for token in tokens.dropFirst().map(String.init) {
            switch type {
            case .list(let item): type = item
            case .object(let members, _):
                if let member = members.first(where: { $0.name == token }) {
                    type = member.type
                    continue
                }
                if let near = nearest(token, among: members.map(\.name)) {
                    warnings.append(
                        "\(place).path: \"\(token)\" in \"\(pointer)\" is not known."
                            + " Did you mean \"\(near)\"?")
                }
                return
            default: return
            }
        }
        if let value, !value.isNull { compare(value, with: type, at: "\(place).value") }
    }

    private mutating func compare(_ value: JSONValue, with type: APIFieldType, at place: String) {
        var check = FieldCheck()
        let field = APIField(place, type, "")
        do throws(ArgumentError) {
            _ = try check.members([place: value], of: [field], isOpen: true, at: "")
        } catch {
            warnings.append(error.message)
        }
        warnings += check.warnings
    }

    private static func operations(in given: JSONValue?) throws(ArgumentError) -> [JSONValue] {
        switch given {
        case .array(let operations)? where !operations.isEmpty:
            return operations
        case .object(let object)? where object["op"] != nil:
            throw ArgumentError(
                message: "a list of operations expected, got one: write {{ op = … }}")
        case .object(let object)? where !object.isEmpty:
            throw ArgumentError(
                message: "a list of operations expected, got a table of fields: update takes those")
        case nil, .null?, .object?, .array?:
            // A patch without operations changes nothing, so it is a mistake.
            throw ArgumentError(
                message: "a list of operations expected: { { op = \"replace\", path = \"/name\","
                    + " value = \"Rio\" } }")
        case let other?:
            throw ArgumentError(message: "a list of operations expected, got \(other.shown)")
        }
    }

    private static func check(
        _ operation: JSONValue, at place: String
    ) throws(ArgumentError) -> JSONObject {
        guard let members = operation.objectValue else {
            throw ArgumentError(
                place, "an operation such as { op = … } expected, got \(operation.shown)")
        }
        let name = try text("op", of: members, at: place)
        guard operations.contains(name) else {
            let near = nearest(name, among: operations)
            throw ArgumentError(
                message: "\(place).op: \(operations.listed) expected, got "
                    + JSONValue.string(name).shownValue + "."
                    + (near.map { " Did you mean \"\($0)\"?" } ?? ""),
                field: "\(place).op", suggestion: near)
        }
        try pointer("path", of: members, at: place)
        switch name {
        case "copy", "move": try pointer("from", of: members, at: place)
        case "remove": break
        default:
            // A member that is null is a value; one that is not there is none.
            guard members["value"] != nil else {
                throw ArgumentError(
                    message: "\(place): \(name) needs a value (json.null for null)",
                    field: "\(place).value")
            }
        }
        return members
    }

    private static func text(
        _ name: String, of members: JSONObject, at place: String
    ) throws(ArgumentError) -> String {
        guard let value = members[name] else {
            throw ArgumentError(message: "\(place): missing \"\(name)\"", field: "\(place).\(name)")
        }
        guard let text = value.stringValue else {
            throw ArgumentError("\(place).\(name)", "string expected, got \(value.shown)")
        }
        return text
    }

    /// RFC 6901: empty, or each token after a slash; `~` only as `~0` and `~1`.
    private static func pointer(
        _ name: String, of members: JSONObject, at place: String
    ) throws(ArgumentError) {
        let text = try text(name, of: members, at: place)
        let shown = JSONValue.string(text).shownValue
        guard text.isEmpty || text.hasPrefix("/") else {
            let meant = "/" + text.split(separator: ".").joined(separator: "/")
            throw ArgumentError(
                message:
                    "\(place).\(name): \(shown) is no JSON Pointer. Did you mean \"\(meant)\"?",
                field: "\(place).\(name)", suggestion: meant)
        }
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
        guard parts.allSatisfy({ $0.hasPrefix("0") || $0.hasPrefix("1") }) else {
            throw ArgumentError(
                "\(place).\(name)",
                "\(shown) is no JSON Pointer: \"~\" is written \"~0\", \"/\" \"~1\"")
        }
    }
}
