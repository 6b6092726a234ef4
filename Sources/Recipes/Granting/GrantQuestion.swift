import TavusAPI
import TavusClient

/// Whether a recipe of others may run, and with which permissions.
///
/// On an emulator its calls cost nothing, so those that its header declares need no grant; others are refused
/// there as anywhere, so that a header proves itself before it meets an account. What reaches beyond the API is real
/// there, too: other hosts, files that no parameter names, the environment. That needs a grant anywhere.
public struct GrantQuestion: Sendable {
    public enum Answer: Sendable, Equatable {
        /// It may run, with these.
        case permitted(RecipePermissions)
        /// Somebody has to allow it; these flags would.
        case needsGrant(flags: [String])
    }

    /// What the recipe's header asks for.
    public let declared: RecipePermissions
    public let target: TavusTarget
    /// Of `--allow`.
    public let allowed: RecipePermissions

    public init(
        declared: RecipePermissions, target: TavusTarget, allowed: RecipePermissions = .none
    ) {
        self.declared = declared
        self.target = target
        self.allowed = allowed
    }

    /// - Parameter grant: what was allowed for these files and this account before.
    public func answer(with grant: Grant?) -> Answer {
        if let grant { return .permitted(permitted(by: grant.permissions)) }
        guard let missing = needed.widening(from: allowed.unlimited) else {
            return .permitted(permitted(by: declared))
        }
        return .needsGrant(flags: missing.flags)
    }

    /// What it may do if somebody allows it once.
    public var ifAllowed: RecipePermissions { permitted(by: declared) }

    /// What is declared and granted, with what the flags add.
    private func permitted(by granted: RecipePermissions) -> RecipePermissions {
        var permitted = declared.intersection(granted)
        permitted.formUnion(allowed)
        return permitted
    }

    /// The part of the declaration that somebody has to allow.
    private var needed: RecipePermissions {
        var needed = declared.unlimited
        if target == .emulator { needed.operations = OperationRules() }
        return needed.withoutParameters
    }
}

extension RecipePermissions {
    /// Without the files that parameters give.
    public var withoutParameters: RecipePermissions {
        var copy = self
        copy.read = read.withoutParameters
        copy.write = write.withoutParameters
        return copy
    }

    /// The same without a budget: limits are kept to, and need no grant.
    fileprivate var unlimited: RecipePermissions {
        var copy = self
        copy.budget = .unlimited
        return copy
    }

    /// What it may cost at worst, in words: "500 videos, any number of conversations".
    public var worstCase: String {
        var made: [String] = []
        for operation in operations.operations {
            guard let name = operation.made, !made.contains(name) else { continue }
            made.append(name)
        }
        let parts = made.map { name in
            let words = name.replacing("_", with: " ")
            let limits = [budget.perRun[.resource(name)], budget.perRun[.creates]]
            return limits.compactMap { $0 }.min().map { "\($0) \(words)" }
                ?? "any number of \(words)"
        }
        guard !parts.isEmpty else { return "nothing" }
        let minutes = budget.perRun[.minutes].map {
            ["\(BudgetKind.minutes.shown($0)) minutes of calls"]
        }
        return (parts + (made.contains("conversations") ? minutes ?? [] : []))
            .joined(separator: ", ")
    }
}

extension PermittedNames {
    /// Without the files that parameters give: who names a file in a command allows it.
    fileprivate var withoutParameters: PermittedNames {
        guard case .only(let names) = self else { return self }
        return .only(names.filter { Self.parameter(in: $0) == nil })
    }
}
