extension APIOperation {
    /// The call in one line: `tavus.personas.patch(persona, {operations}) → persona`.
    public var signature: String {
        let name = "tavus.\(resource).\(luaVerb)"
        let ids = pathFields.map(Self.placeholder)
        guard let fields = fieldsPlaceholder else {
            return "\(name)(\(ids.joined(separator: ", ")))\(answerSuffix)"
        }
        if ids.isEmpty { return "\(name)\(fields)\(answerSuffix)" }
        let last = isBareCallAllowed ? "[\(fields)]" : fields
        return "\(name)(\((ids + [last]).joined(separator: ", ")))\(answerSuffix)"
    }

    /// An id or the record that has it: "persona".
    static func placeholder(_ field: APIField) -> String {
        guard case .identifier(let name) = field.type, let resource = Catalogue.resource(name)
        else {
            return field.name
        }
        return resource.singular
    }

    private var fieldsPlaceholder: String? {
        switch body {
        case .jsonPatch: query.isEmpty ? "{operations}" : "{operations}, [{options}]"
        // A new name may stand alone: tavus.replicas.rename(replica, "Rio")
        case .fields where verb == "rename": "name"
        case .fields(let fields) where fields.count == 1 && fields[0].type.isIdentifiers:
            fields[0].name.hasSuffix("_ids") ? "\(fields[0].name.dropLast(4))s" : fields[0].name
        case .fields: "{fields}"
        case .none where method == .get && pathFields.isEmpty: "{filters}"
        case .none: query.isEmpty ? nil : "{options}"
        }
    }

    /// Whether the call is complete with its ids alone.
    private var isBareCallAllowed: Bool {
        body != .jsonPatch && rules.isEmpty && !(query + bodyFields).contains(where: \.isRequired)
    }

    private var answerSuffix: String {
        switch answer {
        case .record(let name): " → \(Catalogue.resource(name)?.singular ?? name)"
        case .list: " → page"
        case .object: " → object"
        case .map(let name): " → \(Catalogue.resource(name)?.name ?? name) by id"
        case .none: ""
        }
    }
}

extension APIFieldType {
    /// Whether it takes a list of ids.
    fileprivate var isIdentifiers: Bool {
        if case .list(.identifier) = self { true } else { false }
    }
}
