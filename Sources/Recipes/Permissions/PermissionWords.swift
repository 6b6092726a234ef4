import TavusAPI

/// Permissions in words for people.
///
/// ```
/// It may      create videos (at most 500), read replicas and videos
///             read the file given by --rows
/// It may not  delete anything, reach other hosts, see your environment or files
/// ```
public struct PermissionWords: Sendable, Equatable {
    /// What it may do, a phrase each; the calls first.
    public let may: [String]
    /// What it may not do, in one phrase each.
    public let mayNot: [String]

    public init(_ permissions: RecipePermissions) {
        may =
            Self.calls(permissions) + Self.limits(permissions.budget)
            + Self.beyond(permissions)
        mayNot = Self.refused(permissions)
    }

    /// `create videos (at most 500), read videos; may not delete anything`
    public var sentence: String {
        let allowed = may.isEmpty ? "do nothing" : may.joined(separator: ", ")
        return mayNot.isEmpty ? allowed : "\(allowed); may not \(mayNot.joined(separator: ", "))"
    }

    /// Limits that were there earlier, and are not any more.
    public static func liftedLimits(
        from earlier: RecipePermissions, to later: RecipePermissions
    ) -> [String] {
        func lifted(
            _ before: [BudgetKind: Int64], _ after: [BudgetKind: Int64], _ span: String
        ) -> [String] {
            before.keys.sorted().filter { after[$0] == nil }.map { kind in
                let words = kind.name.replacing("_", with: " ")
                return
                    "no limit of \(words) \(span) any more (it was \(kind.shown(before[kind] ?? 0)))"
            }
        }
        return lifted(earlier.budget.perRun, later.budget.perRun, "a run")
            + lifted(earlier.budget.perDay, later.budget.perDay, "a day")
    }

    // MARK: The parts

    private static func calls(_ permissions: RecipePermissions) -> [String] {
        let rules = permissions.operations
        if rules.patterns.contains(.everything) {
            let hard =
                rules.allowsHardDelete
                ? ", deleting for good included" : ", but not delete for good"
            return ["do anything with the account" + hard]
        }
        let operations = rules.operations
        var phrases = created(operations, permissions.budget)
        phrases += phrase("change", of: .update, in: operations)
        phrases += actions(operations)
        phrases += phrase(
            rules.allowsHardDelete ? "delete, also for good," : "delete", of: .delete,
            in: operations)
        phrases += phrase("read", of: .read, in: operations)
        return phrases + rules.unknownPaths.map { "call \(DisplayText.safe($0, limit: 200))" }
    }

    /// With the limit where there is one: that is what costs money.
    private static func created(_ operations: [APIOperation], _ budget: Budget) -> [String] {
        resources(of: .create, in: operations).map { name in
            let words = name.replacing("_", with: " ")
            let kind = BudgetKind.resource(name)
            guard
                let limit = [budget.perRun[kind], budget.perRun[.creates]].compactMap({ $0 }).min()
            else {
                let day = budget.perDay[kind].map { " (at most \($0) a day)" }
                return "create " + (day.map { words + $0 } ?? "any number of \(words)")
            }
            return limit == 0 ? "create no \(words)" : "create \(words) (at most \(limit))"
        }
    }

    private static func actions(_ operations: [APIOperation]) -> [String] {
        operations.filter { $0.effect == .action }.map {
            "\($0.verb.replacing("_", with: " ")) \($0.resource.replacing("_", with: " "))"
        }
    }

    private static func phrase(
        _ verb: String, of effect: APIEffect, in operations: [APIOperation]
    ) -> [String] {
        let names = resources(of: effect, in: operations)
        guard !names.isEmpty else { return [] }
        let all = resources(of: effect, in: Catalogue.operations)
        let words = names.map { $0.replacing("_", with: " ") }
        return ["\(verb) \(names == all ? "everything" : list(words))"]
    }

    /// In the order of the catalogue.
    private static func resources(of effect: APIEffect, in operations: [APIOperation]) -> [String] {
        var names: [String] = []
        for operation in operations where operation.effect == effect {
            let name = operation.made ?? operation.resource
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func limits(_ budget: Budget) -> [String] {
        var phrases: [String] = []
        if let minutes = budget.perRun[.minutes] {
            phrases.append("use \(BudgetKind.minutes.shown(minutes)) minutes of calls")
        }
        if let requests = budget.perRun[.requests] { phrases.append("send \(requests) requests") }
        return phrases
    }

    private static func beyond(_ permissions: RecipePermissions) -> [String] {
        func phrase(_ names: PermittedNames, all: String, some: (String) -> String) -> [String] {
            guard let sorted = names.sorted else { return [all] }
            return sorted.isEmpty ? [] : [some(list(sorted.map(shown)))]
        }
        return phrase(permissions.read, all: "read all your files") { "read \($0)" }
            + phrase(permissions.write, all: "write all your files") { "write \($0)" }
            + phrase(permissions.hosts, all: "reach any host") { "reach \($0)" }
            + phrase(permissions.env, all: "see your whole environment") {
                "see the variables \($0)"
            }
            + phrase(permissions.secrets, all: "use all your secrets") { "use the secrets \($0)" }
            + (permissions.listens ? ["accept connections"] : [])
    }

    private static func shown(_ name: String) -> String {
        guard let parameter = PermittedNames.parameter(in: name) else {
            return DisplayText.safe(name, limit: 200)
        }
        return
            "the file given by --\(DisplayText.safe(parameter, limit: 60).replacing("_", with: "-"))"
    }

    private static func refused(_ permissions: RecipePermissions) -> [String] {
        var phrases: [String] = []
        let operations = permissions.operations.operations
        if !operations.contains(where: { $0.effect == .delete }) {
            phrases.append("delete anything")
        }
        if permissions.hosts.isEmpty { phrases.append("reach other hosts") }
        let hidden =
            (permissions.env.isEmpty ? ["environment"] : [])
            + (permissions.read.isEmpty && permissions.write.isEmpty ? ["files"] : [])
        if !hidden.isEmpty { phrases.append("see your \(hidden.joined(separator: " or "))") }
        return phrases
    }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension RecipePermissions {
    /// In words for people.
    public var words: PermissionWords { PermissionWords(self) }
}
