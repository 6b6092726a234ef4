import JSONValue

extension JSONValue {
    /// The value with ``Redaction/mark`` in place of keys, passwords and tokens, to be shown to a person.
    ///
    /// Hidden is text under a name that says so (``SecretName``), at any depth, and the `value` of a JSON
    /// Patch operation whose `path` ends with such a name. Text of asterisks, as the service sends in place
    /// of secrets of tools, stays.
    /// - Returns: the value, and the pointers of what was hidden, such as `/layers/llm/api_key`.
    public func hidingSecrets() -> (value: JSONValue, pointers: [String]) {
        var search = SecretSearch()
        let value = search.hidden(self, at: "", isSecret: false)
        return (value, search.found.map(\.pointer))
    }

    /// The texts that ``hidingSecrets()`` hides.
    package var secretTexts: [String] {
        var search = SecretSearch()
        _ = search.hidden(self, at: "", isSecret: false)
        return search.found.map(\.text)
    }
}

private struct SecretSearch {
    var found: [(pointer: String, text: String)] = []

    mutating func hidden(_ value: JSONValue, at pointer: String, isSecret: Bool) -> JSONValue {
        switch value {
        case .string(let text):
            guard isSecret, text.contains(where: { $0 != "*" }) else { return value }
            found.append((pointer, text))
            return .string(Redaction.mark)
        case .array(let items):
            return .array(
                items.enumerated().map {
                    hidden($1, at: "\(pointer)/\($0)", isSecret: isSecret)
                })
        case .object(let members): return .object(hidden(members, at: pointer))
        case .null, .bool, .integer, .number: return value
        }
    }

    private mutating func hidden(_ members: JSONObject, at pointer: String) -> JSONObject {
        let patched = members["path"]?.stringValue?.split(separator: "/").last
        let isSecretPatch = patched.map { SecretName.isHiddenInAnswers(String($0)) } ?? false
        var shown = members
        for (name, value) in members {
            let isSecret =
                name == "value" ? isSecretPatch : SecretName.isHiddenInAnswers(name)
            shown[name] = hidden(value, at: "\(pointer)/\(name)", isSecret: isSecret)
        }
        return shown
    }
}
