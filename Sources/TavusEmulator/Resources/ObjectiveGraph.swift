import JSONValue

/// Which objective of a set leads to which, checked as `POST /v2/objectives/validate` is said to:
/// references, a single beginning, no cycles. tavus-cli 0.11, 2026; the words are the emulator's.
struct ObjectiveGraph {
    private let names: [String]
    private let followers: [String: [String]]

    init(_ items: [JSONValue]) {
        names = items.compactMap { $0["objective_name"]?.stringValue }
        followers = Dictionary(
            items.compactMap { item in
                item["objective_name"]?.stringValue.map { ($0, Self.followers(of: item)) }
            }, uniquingKeysWith: +)
    }

    func require(allowsLoops: Bool) throws {
        guard Set(names).count == names.count else {
            throw Self.refusal("two objectives have the same name")
        }
        for name in names {
            if let unknown = followers[name]?.first(where: { !names.contains($0) }) {
                throw Self.refusal("\(name) leads to \(unknown), which is not in the set")
            }
        }
        if !allowsLoops, let name = names.first(where: isInCycle) {
            throw Self.refusal("\(name) leads back to itself")
        }
        let reached = Set(followers.values.joined())
        let roots = names.filter { !reached.contains($0) }
        guard roots.count == 1 || (allowsLoops && roots.isEmpty) else {
            throw Self.refusal("one objective must come first, and \(roots.count) do")
        }
    }

    private static func refusal(_ text: String) -> Refusal {
        Refusal(400, "Invalid objectives: \(text)", .message)
    }

    /// `next_required_objective` is a name, in older pages a list; the conditional ones are a map.
    private static func followers(of item: JSONValue) -> [String] {
        let required = item["next_required_objective"] ?? item["next_required_objectives"]
        let names =
            required?.stringValue.map { [$0] }
            ?? (required?.arrayValue ?? []).compactMap(\.stringValue)
        return names + (item["next_conditional_objectives"]?.objectValue ?? [:]).map(\.key)
    }

    private func isInCycle(_ start: String) -> Bool {
        var seen: Set<String> = []
        var open = followers[start] ?? []
        while let name = open.popLast() {
            if name == start { return true }
            if seen.insert(name).inserted { open += followers[name] ?? [] }
        }
        return false
    }
}
