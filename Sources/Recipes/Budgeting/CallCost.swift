import JSONValue
import TavusAPI

/// What one call takes from a budget, at worst.
public struct CallCost: Sendable, Equatable {
    /// In units of the ledger.
    public let amounts: [BudgetKind: Int64]

    /// A conversation is billed by the minute from its creation to its end, and ends by itself after
    /// `max_call_duration`; 3600 s is the documented maximum, and what unset means (reference, "Create
    /// Conversation", 2025-11). With `test_mode` no replica joins and nothing is billed.
    public static let longestCall: Int64 = 3600

    public init(of request: TavusRequest) {
        var amounts: [BudgetKind: Int64] = [.requests: 1]
        if request.effect == .create {
            amounts[.creates] = 1
            if let made = request.knownOperation?.made { amounts[.resource(made)] = 1 }
            if request.knownOperation?.made == "conversations" {
                amounts[.minutes] = Self.longest(request.body)
            }
        }
        self.amounts = amounts.filter { $0.value > 0 }
    }

    private static func longest(_ body: JSONValue?) -> Int64 {
        if body?["test_mode"] == true { return 0 }
        guard let seconds = body?["properties"]?["max_call_duration"]?.numberValue, seconds >= 0
        else { return longestCall }
        return Int64(min(seconds, Double(longestCall)).rounded(.up))
    }
}

extension APIOperation {
    /// The resource of which a create makes a record: a deployment's start makes a conversation.
    var made: String? {
        guard effect == .create else { return nil }
        return answer.resource ?? resource
    }
}
