import Synchronization

/// How many repeats a process may still send: a script over a thousand records must not triple the
/// load of a service that is down.
///
/// A repeat costs 5, one after a timeout 10, and each success gives 1 back; the bucket holds 500. Source:
/// the AWS SDKs' standard retry mode, "Retry behavior", 2024.
public final class RetryBudget: Sendable {
    /// The one of this process.
    public static let shared = RetryBudget()

    static let capacity = 500
    private let left = Atomic(capacity)

    public init() {}

    /// Takes the cost of one repeat, or nothing where too little is left.
    func withdraw(after mishap: Mishap) -> Bool {
        let cost = mishap.isTimeout ? 10 : 5
        var current = left.load(ordering: .relaxed)
        while current >= cost {
            let (isExchanged, found) = left.compareExchange(
                expected: current, desired: current - cost, ordering: .relaxed)
            if isExchanged { return true }
            current = found
        }
        return false
    }

    /// A call that went through gives a little back.
    func deposit() {
        var current = left.load(ordering: .relaxed)
        while current < Self.capacity {
            let (isExchanged, found) = left.compareExchange(
                expected: current, desired: current + 1, ordering: .relaxed)
            if isExchanged { return }
            current = found
        }
    }

    var remaining: Int { left.load(ordering: .relaxed) }
}
