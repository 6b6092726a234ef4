import TavusAPI

/// What a budget counts.
public enum BudgetKind: Sendable, Hashable {
    /// Records created, of any resource.
    case creates
    /// Records of this resource that are created: "videos".
    case resource(String)
    /// Minutes of conversations, counted in seconds.
    case minutes
    /// Requests of any kind, each counted once however often it is sent again.
    case requests

    /// As it is written: `creates`, `videos`, `minutes`, `requests`.
    public var name: String {
        switch self {
        case .creates: "creates"
        case .resource(let name): name
        case .minutes: "minutes"
        case .requests: "requests"
        }
    }

    /// How many units of the ledger make one as it is written.
    public var unit: Int64 { self == .minutes ? 60 : 1 }

    /// Reads `videos`, `creates` and the like, newer names of resources too; nil for what cannot be
    /// created.
    public init?(_ name: String) {
        switch name {
        case "creates": self = .creates
        case "minutes": self = .minutes
        case "requests": self = .requests
        default:
            guard let resource = Catalogue.resource(name),
                resource.operations.contains(where: { $0.effect == .create })
            else { return nil }
            self = .resource(resource.name)
        }
    }

    static let allNames =
        ["creates", "minutes", "requests"]
        + Catalogue.resources.filter { BudgetKind($0.name) != nil }.map(\.name)

    /// An amount as people write it: minutes where the ledger has seconds.
    public func shown(_ amount: Int64) -> String {
        let whole = amount / unit
        let rest = amount % unit
        return rest == 0 ? "\(whole)" : "\(whole).\((rest * 10 + unit / 2) / unit)"
    }
}

extension BudgetKind: Comparable {
    public static func < (one: BudgetKind, other: BudgetKind) -> Bool { one.name < other.name }
}
