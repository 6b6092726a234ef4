import JSONValue

/// Compares values with the catalogue's types, and turns what is spelled differently into what the
/// service reads.
///
/// At the top a mistake is refused. Inside open objects, where the service may be newer than this
/// catalogue, only wrong JSON types and missing members are; the rest becomes a warning.
struct FieldCheck {
    /// Only grows, but where one of several types fits and the doubts about the others go.
    var warnings: [String] = []

    /// The members of an object, under the reference's names and with converted values.
    mutating func members(
        _ given: JSONObject, of fields: [APIField], isOpen: Bool, at path: String
    ) throws(ArgumentError) -> JSONObject {
        var checked: JSONObject = [:]
        for (name, value) in given {
            let place = path.isEmpty ? name : "\(path).\(name)"
            guard let field = fields.first(where: { $0.name == name || $0.aliases.contains(name) })
            else {
                try unknown(name, fields, isOpen: isOpen, at: place)
                checked[name] = value
                continue
            }
            guard checked[field.name] == nil else {
                throw ArgumentError(
                    place, "stands for the same field as \(field.name). Give one of them.")
            }
            // In a body null clears a field; a query has no way to say it and refuses it later.
            checked[field.name] =
                value.isNull && !field.isRequired
                ? value : try self.value(value, as: field.type, isStrict: !isOpen, at: place)
        }
        return checked
    }

    /// Throws for a field that must be there and is not.
    func required(
        _ fields: [APIField], in members: JSONObject, at path: String
    ) throws(ArgumentError) {
        for field in fields where field.isRequired && members[field.name] == nil {
            throw ArgumentError(
                message: (path.isEmpty ? "" : "\(path): ") + "missing field \"\(field.name)\"",
                field: path.isEmpty ? field.name : "\(path).\(field.name)")
        }
    }

    private mutating func unknown(
        _ name: String, _ fields: [APIField], isOpen: Bool, at place: String
    ) throws(ArgumentError) {
        let near =
            nearest(name, among: fields.map(\.name)) ?? (isOpen ? nil : Self.home(of: name, fields))
        if isOpen {
            if let near { warnings.append("\(place): unknown. Did you mean \"\(near)\"?") }
            return
        }
        let hint =
            if let near {
                "Did you mean \"\(near)\"?"
            } else if fields.isEmpty {
                "This takes none."
            } else if fields.count <= 6 {
                "It takes \(fields.map(\.name).joined(separator: ", "))."
            } else {
                "help() lists what there is; extra = {…} sends others."
            }
        throw ArgumentError(
            message: "unknown field \"\(name)\". \(hint)", field: place, suggestion: near)
    }

    /// The object that has a member of this name: "properties.max_call_duration".
    private static func home(of name: String, _ fields: [APIField]) -> String? {
        for field in fields {
            if case .object(let members, _) = field.type,
                members.contains(where: { $0.name == name })
            {
                return "\(field.name).\(name)"
            }
        }
        return nil
    }

    /// Refuses where the catalogue is sure, and warns where the service may know more.
    mutating func doubt(
        _ path: String, _ problem: String, isStrict: Bool
    ) throws(ArgumentError) {
        if isStrict { throw ArgumentError(path, problem) }
        warnings.append("\(path): \(problem)")
    }

    func mismatch(_ value: JSONValue, _ type: APIFieldType, _ path: String) -> ArgumentError {
        ArgumentError(path, "\(type.name) expected, got \(value.shown)")
    }
}

extension [String] {
    /// `"speed", "quality" or "balanced"`.
    var listed: String {
        let quoted = map { "\"\($0)\"" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
