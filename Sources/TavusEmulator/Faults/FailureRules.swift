import JSONValue
import Synchronization

/// Failures that wait for the next records of a resource: training, rendering or processing that ends
/// in `error` without a word in the request having asked for it.
final class FailureRules: Sendable {
    private struct Rule {
        let resource: String
        let reason: String?
        var times: Int
    }

    private let rules = Mutex<[Rule]>([])

    func add(_ resource: String, reason: String?, times: Int) {
        rules.withLock { $0.append(Rule(resource: resource, reason: reason, times: times)) }
    }

    func clear() { rules.withLock { $0.removeAll() } }

    /// Fails what `operation` has just created, when a rule waits for it. Runs in the transaction of
    /// the creation, so nobody sees the record without its fate.
    func apply(to answer: Answer, of operation: String, _ desk: Desk) throws {
        guard rules.withLock({ !$0.isEmpty }), operation.hasSuffix(".create") else { return }
        let resource = String(operation.dropLast(".create".count))
        guard let id = ForcedFailure.id(in: answer.body, resource), let rule = take(resource) else {
            return
        }
        try ForcedFailure(kind: resource, id: id, reason: rule.reason).applyWhenDue(desk)
    }

    private func take(_ resource: String) -> Rule? {
        rules.withLock { rules in
            guard let index = rules.firstIndex(where: { $0.resource == resource }) else {
                return nil
            }
            rules[index].times -= 1
            let rule = rules[index]
            if rule.times == 0 { rules.remove(at: index) }
            return rule
        }
    }
}
