extension JSONPatch {
    /// The document with all changes made. When one cannot be made, none is.
    /// - Throws: ``JSONPatchError`` naming the operation, its path and the reason.
    public func applied(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
        var document = document
        for (index, operation) in operations.enumerated() {
            do {
                try document.apply(operation)
            } catch {
                throw JSONPatchError(
                    index: index, operation: operation.name, path: operation.path.description,
                    reason: error.reason)
            }
        }
        return document
    }
}

extension JSONValue {
    fileprivate mutating func apply(_ operation: JSONPatchOperation) throws(JSONPatchFault) {
        switch operation {
        case .add(let path, let value):
            try add(value, at: path)
        case .remove(let path):
            _ = try remove(at: path)
        case .replace(let path, let value):
            try replace(at: path, with: value)
        case .move(let from, let path):
            guard !from.isAncestor(of: path) else {
                throw JSONPatchFault(reason: "\"\(from)\" cannot move into its own child")
            }
            let value = try existing(at: from)
            guard from != path else { return }
            _ = try remove(at: from)
            try add(value, at: path)
        case .copy(let from, let path):
            try add(try existing(at: from), at: path)
        case .test(let path, let expected):
            let found = try existing(at: path)
            guard found.isEqualNumerically(to: expected) else {
                throw JSONPatchFault(
                    reason: "the value is \(found.excerpt), not \(expected.excerpt)")
            }
        }
    }

    private func existing(at path: JSONPointer) throws(JSONPatchFault) -> JSONValue {
        guard let value = value(at: path) else {
            throw JSONPatchFault(reason: "there is nothing at \"\(path)\"")
        }
        return value
    }

    private mutating func add(_ value: JSONValue, at path: JSONPointer) throws(JSONPatchFault) {
        guard !path.tokens.isEmpty else {
            self = value
            return
        }
        try withParent(of: path) { (parent, token) throws(JSONPatchFault) in
            if case .array(var elements) = parent {
                let index = try token == "-" ? elements.count : elements.place(token, adding: true)
                parent = .null  // lets go of the array, so that it is changed and not copied
                elements.insert(value, at: index)
                parent = .array(elements)
            } else {
                try parent.setMember(token, value)
            }
        }
    }

    private mutating func replace(
        at path: JSONPointer, with value: JSONValue
    ) throws(JSONPatchFault) {
        guard !path.tokens.isEmpty else {
            self = value
            return
        }
        try withParent(of: path) { (parent, token) throws(JSONPatchFault) in
            if case .array(var elements) = parent {
                let index = try elements.place(token)
                parent = .null
                elements[index] = value
                parent = .array(elements)
            } else {
                guard parent[token] != nil || parent.objectValue == nil else {
                    throw JSONPatchFault.noMember(token)
                }
                try parent.setMember(token, value)
            }
        }
    }

    private mutating func remove(at path: JSONPointer) throws(JSONPatchFault) -> JSONValue {
        guard !path.tokens.isEmpty else {
            throw JSONPatchFault(reason: "the whole document cannot be removed")
        }
        var removed: JSONValue?
        try withParent(of: path) { (parent, token) throws(JSONPatchFault) in
            switch parent {
            case .array(var elements):
                let index = try elements.place(token)
                parent = .null
                removed = elements.remove(at: index)
                parent = .array(elements)
            case .object(var object):
                parent = .null
                removed = object.removeValue(forKey: token)
                parent = .object(object)
                guard removed != nil else { throw JSONPatchFault.noMember(token) }
            default:
                throw JSONPatchFault.noContainer(parent)
            }
        }
        return removed ?? .null
    }

    private mutating func setMember(_ name: String, _ value: JSONValue) throws(JSONPatchFault) {
        guard case .object(var object) = self else { throw JSONPatchFault.noContainer(self) }
        self = .null
        object[name] = value
        self = .object(object)
    }

    /// Changes in place what the path's last token belongs to.
    private mutating func withParent(
        of path: JSONPointer,
        _ change: (inout JSONValue, String) throws(JSONPatchFault) -> Void
    ) throws(JSONPatchFault) {
        try descend(path.tokens[...], change)
    }

    private mutating func descend(
        _ tokens: ArraySlice<String>,
        _ change: (inout JSONValue, String) throws(JSONPatchFault) -> Void
    ) throws(JSONPatchFault) {
        guard let token = tokens.first else { return }
        if tokens.count == 1 { return try change(&self, token) }
        switch self {
        case .array(var elements):
            let index = try elements.place(token)
            self = .null
            try elements[index].descend(tokens.dropFirst(), change)
            self = .array(elements)
        case .object(var object):
            guard var member = object[token] else { throw JSONPatchFault.noMember(token) }
            self = .null
            object[token] = .null
            try member.descend(tokens.dropFirst(), change)
            object[token] = member
            self = .object(object)
        default:
            throw JSONPatchFault.noContainer(self)
        }
    }

    /// Equal, where `1` and `1.0` are one number (RFC 6902, 4.6).
    private func isEqualNumerically(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.integer(let integer), .number(let number)),
            (.number(let number), .integer(let integer)):
            Int64(exactly: number) == integer
        case (.array(let left), .array(let right)):
            left.count == right.count
                && zip(left, right).allSatisfy { $0.isEqualNumerically(to: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { name, value in
                    right[name].map { value.isEqualNumerically(to: $0) } ?? false
                }
        default:
            self == other
        }
    }

    /// The text, short enough for a message.
    private var excerpt: String {
        let text = serialized()
        return text.utf8.count <= 60 ? text : "\(kindPhrase) of \(text.utf8.count) bytes"
    }
}

extension [JSONValue] {
    /// The index that a token names; when adding, the end counts too.
    fileprivate func place(
        _ token: String, adding: Bool = false
    ) throws(JSONPatchFault) -> Int {
        guard let index = JSONPointer.index(token) else {
            let known = token == "-" ? "names no element yet" : "is not an array index"
            throw JSONPatchFault(reason: "\(JSONValue.string(token)) \(known)")
        }
        guard index < count || (adding && index == count) else {
            throw JSONPatchFault(reason: "index \(index) is beyond the array of \(count)")
        }
        return index
    }
}

extension JSONPatchFault {
    fileprivate static func noMember(_ name: String) -> JSONPatchFault {
        JSONPatchFault(reason: "there is no member \(JSONValue.string(name))")
    }

    fileprivate static func noContainer(_ value: JSONValue) -> JSONPatchFault {
        JSONPatchFault(reason: "\(value.kindPhrase) has no members or elements")
    }
}
