import JSONValue
import TavusAPI

/// The most that a run may use, and the most that all runs of a profile may use in a day (UTC).
///
/// What is not named has no limit.
public struct Budget: Sendable, Hashable {
    /// In units of the ledger: see ``BudgetKind/unit``.
    public var perRun: [BudgetKind: Int64]
    public var perDay: [BudgetKind: Int64]

    public init(perRun: [BudgetKind: Int64] = [:], perDay: [BudgetKind: Int64] = [:]) {
        self.perRun = perRun
        self.perDay = perDay
    }

    public static let unlimited = Budget()

    public var isUnlimited: Bool { perRun.isEmpty && perDay.isEmpty }

    /// Of two limits the smaller.
    public func intersection(_ other: Budget) -> Budget {
        Budget(
            perRun: perRun.merging(other.perRun, uniquingKeysWith: min),
            perDay: perDay.merging(other.perDay, uniquingKeysWith: min))
    }

    /// Limits of the other in the place of these, where it has any.
    public func overridden(by other: Budget) -> Budget {
        Budget(
            perRun: perRun.merging(other.perRun) { $1 }, perDay: perDay.merging(other.perDay) { $1 }
        )
    }

    /// Whether everything that the other leaves room for has room here.
    public func contains(_ other: Budget) -> Bool {
        func holds(_ limits: [BudgetKind: Int64], _ others: [BudgetKind: Int64]) -> Bool {
            limits.allSatisfy { kind, limit in others[kind].map { $0 <= limit } ?? false }
        }
        return holds(perRun, other.perRun) && holds(perDay, other.perDay)
    }
}

extension Budget {
    /// Reads `{ videos = 50, minutes = 120, per_day = { videos = 200 } }`.
    public init(_ table: JSONObject, at place: String) throws(PermissionProblem) {
        self.init()
        for (name, value) in table {
            let inner = "\(place).\(name)"
            guard name == "per_day" else {
                let kind = try Self.kind(name, at: inner)
                perRun[kind] = try Self.amount(value, of: kind, at: inner)
                continue
            }
            guard case .object(let days) = value else {
                throw PermissionProblem(inner, "expected a table, got \(value.shownKind)")
            }
            for (name, value) in days {
                let kind = try Self.kind(name, at: "\(inner).\(name)")
                perDay[kind] = try Self.amount(value, of: kind, at: "\(inner).\(name)")
            }
        }
    }

    /// Reads the text of `--budget`: `conversations=10,minutes=120,per_day.videos=200`.
    public init(flag text: String) throws(PermissionProblem) {
        var table: JSONObject = [:]
        var days: JSONObject = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, let amount = Double(halves[1]) else {
                throw PermissionProblem(
                    "budget", "\"\(DisplayText.safe(part, limit: 100))\": write NAME=NUMBER")
            }
            if halves[0].hasPrefix("per_day.") {
                days[String(halves[0].dropFirst("per_day.".count))] = .number(amount)
            } else {
                table[halves[0]] = .number(amount)
            }
        }
        if !days.isEmpty { table["per_day"] = .object(days) }
        try self.init(table, at: "budget")
    }

    private static func kind(
        _ name: String, at place: String
    ) throws(PermissionProblem) -> BudgetKind {
        if let kind = BudgetKind(name) { return kind }
        let near = nearest(name, among: BudgetKind.allNames)
        throw PermissionProblem(
            DisplayText.safe(place, limit: 100),
            "nothing of this name is counted."
                + (near.map { " Did you mean \"\($0)\"?" }
                    ?? " Counted are \(BudgetKind.allNames.joined(separator: ", "))."))
    }

    private static func amount(
        _ value: JSONValue, of kind: BudgetKind, at place: String
    ) throws(PermissionProblem) -> Int64 {
        let largest = 1e12
        guard let number = value.numberValue, number >= 0, number <= largest,
            kind == .minutes || number == number.rounded()
        else {
            let wanted = kind == .minutes ? "a number of minutes" : "a whole number"
            throw PermissionProblem(place, "expected \(wanted) from 0 on, got \(value.shownKind)")
        }
        return Int64((number * Double(kind.unit)).rounded(.up))
    }

    /// As it is read, with the names in the order of the alphabet.
    public var json: JSONObject {
        func members(_ limits: [BudgetKind: Int64]) -> [(String, JSONValue)] {
            limits.sorted { $0.key < $1.key }.map { kind, limit in
                let isWhole = limit % kind.unit == 0
                return (
                    kind.name,
                    isWhole
                        ? .integer(limit / kind.unit) : .number(Double(limit) / Double(kind.unit))
                )
            }
        }
        var table = JSONObject(members(perRun))
        if !perDay.isEmpty { table["per_day"] = .object(JSONObject(members(perDay))) }
        return table
    }
}

extension JSONValue {
    /// What it is, for messages about what was expected.
    var shownKind: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer, .number: serialized()
        case .string(let text): "\"\(DisplayText.safe(text, limit: 60))\""
        case .array: "a list"
        case .object: "a table"
        }
    }
}
