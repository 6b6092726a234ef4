import JSONValue

/// A budget that has no room for a call.
public struct BudgetShortage: Error, Sendable, Equatable {
    public enum Span: String, Sendable {
        case run, day
    }

    public let kind: BudgetKind
    public let span: Span
    public let limit: Int64
    /// What is used and reserved already.
    public let used: Int64
    /// What the call would have taken.
    public let wanted: Int64

    /// The option that sets this limit.
    public var flag: String {
        "--budget \(span == .day ? "per_day." : "")\(kind.name)=N"
    }

    public var message: String {
        let words = kind.name.replacing("_", with: " ")
        let whose = span == .run ? "this run" : "this day (UTC)"
        let more = wanted > kind.unit ? ", and this call may take \(kind.shown(wanted))" : ""
        return "not sent: the budget of \(whose) is \(kind.shown(limit)) \(words), "
            + "\(kind.shown(used)) used\(more). \(flag) sets another limit"
    }

    /// For scripts.
    public var facts: JSONObject {
        func amount(_ value: Int64) -> JSONValue {
            value % kind.unit == 0
                ? .integer(value / kind.unit) : .number(Double(value) / Double(kind.unit))
        }
        return [
            "budget": .string(kind.name), "span": .string(span.rawValue), "used": amount(used),
            "limit": amount(limit), "needed": .string(flag),
        ]
    }
}
