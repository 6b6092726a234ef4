import JSONValue

extension APIRule {
    /// Throws when the fields of a call break the rule; null counts as absent.
    func check(_ members: JSONObject, fields: [APIField]) throws(ArgumentError) {
        func isGiven(_ name: String) -> Bool { members[name].map { !$0.isNull } ?? false }
        switch self {
        case .oneOf(let names):
            guard names.contains(where: isGiven) else {
                throw ArgumentError(
                    message: "needs \(names.joined(separator: " or "))", field: names.first)
            }
        case .notTogether(let names):
            let given = names.filter(isGiven)
            guard given.count <= 1 else {
                throw ArgumentError(
                    message:
                        "\(given.joined(separator: " and ")) exclude each other. Give one of them.",
                    field: given.last)
            }
        case .atLeastOne:
            guard members.contains(where: { !$0.value.isNull }) else {
                let names = fields.map(\.name).joined(separator: ", ")
                throw ArgumentError(message: "needs at least one of \(names)")
            }
        case .required(let field, let other, let wanted):
            let byDefault = fields.first { $0.name == other }?.defaultValue
            let value = isGiven(other) ? members[other] : byDefault
            guard value != wanted || isGiven(field) else {
                throw ArgumentError(
                    message: "missing field \"\(field)\": needed when \(other) is "
                        + wanted.serialized() + (isGiven(other) ? "" : ", its default"),
                    field: field)
            }
        case .requires(let field, let value, let other, let otherValue):
            guard isGiven(field), value == nil || members[field] == value else { return }
            guard isGiven(other), otherValue == nil || members[other] == otherValue else {
                let wanted = otherValue.map { "\(other) = \($0.serialized())" } ?? other
                throw ArgumentError(message: "\(field) needs \(wanted)", field: field)
            }
        }
    }
}
