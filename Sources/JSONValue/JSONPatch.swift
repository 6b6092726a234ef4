/// A list of changes to a JSON value (RFC 6902), applied in order, all or none.
///
///     let patch = JSONPatch.diff(from: ["name": "Rio"], to: ["name": "Ria"])
///     patch.jsonValue          // [{"op":"add","path":"/name","value":"Ria"}]
///     try patch.applied(to: ["name": "Rio", "n": 1])      // {"name":"Ria","n":1}
public struct JSONPatch: Sendable, Hashable {
    public var operations: [JSONPatchOperation]

    public init(operations: [JSONPatchOperation] = []) {
        self.operations = operations
    }

    public var isEmpty: Bool { operations.isEmpty }
}

public enum JSONPatchOperation: Sendable, Hashable {
    case add(JSONPointer, JSONValue)
    case remove(JSONPointer)
    case replace(JSONPointer, JSONValue)
    case move(from: JSONPointer, to: JSONPointer)
    case copy(from: JSONPointer, to: JSONPointer)
    case test(JSONPointer, JSONValue)

    /// The `op` member.
    public var name: String {
        switch self {
        case .add: "add"
        case .remove: "remove"
        case .replace: "replace"
        case .move: "move"
        case .copy: "copy"
        case .test: "test"
        }
    }

    /// The `path` member: what is changed, or tested.
    public var path: JSONPointer {
        switch self {
        case .add(let path, _), .remove(let path), .replace(let path, _), .test(let path, _),
            .move(_, let path), .copy(_, let path):
            path
        }
    }
}

// MARK: - As JSON

extension JSONPatch {
    /// Reads a patch document. Members that an operation does not use are ignored (RFC 6902, 4).
    /// - Throws: ``JSONPatchError`` with the first operation that is not one.
    public init(parsing document: JSONValue) throws(JSONPatchError) {
        guard let entries = document.arrayValue else {
            throw JSONPatchError(
                index: nil, operation: nil, path: nil,
                reason: "a JSON Patch is an array of operations, not \(document.kindPhrase)")
        }
        operations = []
        for (index, entry) in entries.enumerated() {
            do {
                operations.append(try JSONPatchOperation(parsing: entry))
            } catch {
                throw JSONPatchError(
                    index: index, operation: entry["op"]?.stringValue,
                    path: entry["path"]?.stringValue, reason: error.reason)
            }
        }
    }

    /// The patch document.
    public var jsonValue: JSONValue { .array(operations.map(\.jsonValue)) }
}

extension JSONPatchOperation {
    init(parsing entry: JSONValue) throws(JSONPatchFault) {
        guard case .object(let members) = entry else {
            throw JSONPatchFault(reason: "an operation is an object, not \(entry.kindPhrase)")
        }
        let name = try members.text("op")
        switch name {
        case "add": self = .add(try members.pointer("path"), try members.newValue())
        case "remove": self = .remove(try members.pointer("path"))
        case "replace": self = .replace(try members.pointer("path"), try members.newValue())
        case "move":
            self = .move(from: try members.pointer("from"), to: try members.pointer("path"))
        case "copy":
            self = .copy(from: try members.pointer("from"), to: try members.pointer("path"))
        case "test": self = .test(try members.pointer("path"), try members.newValue())
        default:
            throw JSONPatchFault(
                reason:
                    "\(JSONValue.string(name)) is none of add, remove, replace, move, copy, test")
        }
    }

    /// The operation as it stands in a patch document.
    public var jsonValue: JSONValue {
        var members: JSONObject = ["op": .string(name)]
        switch self {
        case .add(_, let value), .replace(_, let value), .test(_, let value):
            members["path"] = .string(path.description)
            members["value"] = value
        case .move(let from, _), .copy(let from, _):
            members["from"] = .string(from.description)
            members["path"] = .string(path.description)
        case .remove:
            members["path"] = .string(path.description)
        }
        return .object(members)
    }
}

/// What is wrong with one operation; ``JSONPatchError`` adds which.
struct JSONPatchFault: Error {
    let reason: String
}

extension JSONObject {
    fileprivate func text(_ name: String) throws(JSONPatchFault) -> String {
        guard let member = self[name] else {
            throw JSONPatchFault(reason: "\"\(name)\" is missing")
        }
        guard let text = member.stringValue else {
            throw JSONPatchFault(reason: "\"\(name)\" is a string, not \(member.kindPhrase)")
        }
        return text
    }

    fileprivate func pointer(_ name: String) throws(JSONPatchFault) -> JSONPointer {
        let text = try text(name)
        do {
            return try JSONPointer(parsing: text)
        } catch {
            throw JSONPatchFault(reason: "\"\(name)\" is \(error)")
        }
    }

    fileprivate func newValue() throws(JSONPatchFault) -> JSONValue {
        guard let value = self["value"] else {
            throw JSONPatchFault(reason: "\"value\" is missing")
        }
        return value
    }
}

extension JSONValue {
    /// The kind of value, with its article, for messages.
    var kindPhrase: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
