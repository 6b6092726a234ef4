import JSONValue
import TavusAPI

/// What a run would do: its calls with effects in order, and the reads that it was decided by.
public struct Plan: Sendable, Equatable {
    public var calls: [PlannedCall]
    public var reads: [PlannedRead]
    /// From where on the script decides by what only the service knows; nil for a whole plan.
    public var incompleteness: Incompleteness?
    /// What was taken for granted, such as that a video becomes ready.
    public var assumptions: [String]

    public struct Incompleteness: Sendable, Equatable {
        /// Such as `calls.lua:12`.
        public let place: String?
        public let reason: String
    }

    public init(
        calls: [PlannedCall] = [], reads: [PlannedRead] = [],
        incompleteness: Incompleteness? = nil, assumptions: [String] = []
    ) {
        self.calls = calls
        self.reads = reads
        self.incompleteness = incompleteness
        self.assumptions = assumptions
    }

    /// How often each operation is called, in the order in which they come.
    public var counts: [(name: String, count: Int)] {
        var counts: [(name: String, count: Int)] = []
        for call in calls {
            if let index = counts.firstIndex(where: { $0.name == call.name }) {
                counts[index].count += 1
            } else {
                counts.append((call.name, 1))
            }
        }
        return counts
    }

    /// Of conversations, if each lasts as long as it may; in seconds.
    public var worstCaseSeconds: Int64 {
        calls.reduce(0) { total, call in
            total + (CallCost(of: call.request { .string($0.text) }).amounts[.minutes] ?? 0)
        }
    }
}

extension Plan {
    /// For people:
    ///
    /// ```
    /// would create 10 videos, end 2 conversations
    /// at worst 120 minutes of calls
    /// incomplete from calls.lua:12: it reads status of <video_id#1>, which only the service knows
    /// 0 requests with effects sent
    /// ```
    public var text: String {
        var lines = [calls.isEmpty ? "would change nothing" : "would " + Self.list(phrases)]
        if worstCaseSeconds > 0 {
            lines.append("at worst \(BudgetKind.minutes.shown(worstCaseSeconds)) minutes of calls")
        }
        lines += assumptions.map { "assuming that " + DisplayText.safe($0, limit: 200) }
        if let incompleteness {
            let place = incompleteness.place.map { " from \($0)" } ?? ""
            lines.append(
                "incomplete\(DisplayText.safe(place, limit: 200)): "
                    + DisplayText.safe(incompleteness.reason, limit: 300))
        }
        return (lines + ["0 requests with effects sent"]).joined(separator: "\n")
    }

    /// One line a call, numbered.
    public var listing: [String] {
        calls.enumerated().map { index, call in
            let body = call.body.map { " " + $0.hidingSecrets().value.serialized() } ?? ""
            let line = "\(index + 1)  \(call.operation ?? "") \(call.method.rawValue) \(call.path)"
            return DisplayText.safe(line + body, limit: 300)
        }
    }

    private var phrases: [String] {
        counts.map { name, count in
            guard let operation = Catalogue.operation(name) else {
                return "call \(name)" + (count > 1 ? " \(count) times" : "")
            }
            let verb =
                switch operation.effect {
                case .create: "create"
                case .update: "change"
                case .delete, .hardDelete: "delete"
                case .read: "read"
                case .action: operation.verb.replacing("_", with: " ")
                }
            let resource = Catalogue.resource(operation.made ?? operation.resource)
            let noun = (count == 1 ? resource?.singular : resource?.name) ?? operation.resource
            return "\(verb) \(count) \(noun.replacing("_", with: " "))"
        }
    }

    private static func list(_ phrases: [String]) -> String { phrases.joined(separator: ", ") }
}
