import JSONValue

extension JSONValue {
    /// The value with ``Redaction/mark`` in place of keys, passwords and tokens, to be shown to a person.
    ///
    /// Hidden is text under a name that says so (``SecretName``), at any depth below it, and the `value` of a
    /// JSON Patch operation whose `path` ends with such a name. Text of asterisks, as the service sends in
    /// place of secrets of tools, stays.
    /// - Returns: the value, and the pointers of what was hidden, such as `/layers/llm/api_key`.
    public func hidingSecrets() -> (value: JSONValue, pointers: [String]) {
        var search = SecretSearch()
        let value = search.hidden(self, isSecret: false)
        return (value, search.found.map(\.pointer.description))
    }

    /// The texts that ``hidingSecrets()`` hides.
    package var secretTexts: [String] {
        var search = SecretSearch()
        _ = search.hidden(self, isSecret: false)
        return search.found.map(\.text)
    }
}

private struct SecretSearch {
    private(set) var found: [(pointer: JSONPointer, text: String)] = []
    /// Where the search is.
    private var tokens: [String] = []

    mutating func hidden(_ value: JSONValue, isSecret: Bool) -> JSONValue {
        switch value {
        case .string(let text):
            guard isSecret, text.contains(where: { $0 != "*" }) else { return value }
            found.append((JSONPointer(tokens: tokens), text))
            return .string(Redaction.mark)
        case .array(let items):
            return .array(
                items.enumerated().map { hidden($1, at: String($0), isSecret: isSecret) })
        case .object(let members): return .object(hidden(members, isSecret: isSecret))
        case .null, .bool, .integer, .number: return value
        }
    }

    private mutating func hidden(_ members: JSONObject, isSecret: Bool) -> JSONObject {
        let patched = members["path"]?.stringValue?.split(separator: "/").last
        let isSecretPatch = patched.map { SecretName.isHiddenInAnswers(String($0)) } ?? false
        var shown = members
        for (name, value) in members {
            let isNamed =
                name == "value" ? isSecretPatch : SecretName.isHiddenInAnswers(name)
            shown[name] = hidden(
                value, at: name, isSecret: isNamed || SecretName.passes(isSecret, to: name))
        }
        return shown
    }

    private mutating func hidden(
        _ value: JSONValue, at token: String, isSecret: Bool
    ) -> JSONValue {
        tokens.append(token)
        defer { tokens.removeLast() }
        return hidden(value, isSecret: isSecret)
    }
}
