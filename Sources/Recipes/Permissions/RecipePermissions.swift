import LuaHost
import TavusAPI

/// What a recipe declares that it needs, or what a grant gives it.
///
/// ```swift
/// let declared = try RecipePermissions(manifestTable)
/// let inForce = declared.intersection(granted)       // never more than either
/// inForce.operations.permits(request)
/// print(declared.words.sentence)                     // create up to 20 videos; delete nothing
/// ```
public struct RecipePermissions: Sendable, Hashable {
    public var operations: OperationRules
    /// Hosts that may be reached beside the API.
    public var hosts: PermittedNames
    /// Files and folders that may be read; `{name}` is the file that the parameter of that name gives.
    public var read: PermittedNames
    public var write: PermittedNames
    /// Variables of the environment.
    public var env: PermittedNames
    /// Names of secrets that the host keeps.
    public var secrets: PermittedNames
    /// Whether connections may be accepted.
    public var listens: Bool
    /// The most that may be used.
    public var budget: Budget

    public init(
        operations: OperationRules = OperationRules(), hosts: PermittedNames = .none,
        read: PermittedNames = .none, write: PermittedNames = .none, env: PermittedNames = .none,
        secrets: PermittedNames = .none, listens: Bool = false, budget: Budget = .unlimited
    ) {
        self.operations = operations
        self.hosts = hosts
        self.read = read
        self.write = write
        self.env = env
        self.secrets = secrets
        self.listens = listens
        self.budget = budget
    }

    public static let none = RecipePermissions()
    public static let all = RecipePermissions(
        operations: .all, hosts: .all, read: .all, write: .all, env: .all, secrets: .all,
        listens: true)

    /// What both permit, never more than either; of two limits the smaller.
    public func intersection(_ other: RecipePermissions) -> RecipePermissions {
        RecipePermissions(
            operations: operations.intersection(other.operations),
            hosts: hosts.intersection(other.hosts, as: .hosts),
            read: read.intersection(other.read, as: .paths),
            write: write.intersection(other.write, as: .paths),
            env: env.intersection(other.env, as: .words),
            secrets: secrets.intersection(other.secrets, as: .words),
            listens: listens && other.listens, budget: budget.intersection(other.budget))
    }

    /// Whether everything that the other permits is permitted here.
    public func contains(_ other: RecipePermissions) -> Bool {
        operations.contains(other.operations) && hosts.contains(other.hosts, as: .hosts)
            && read.contains(other.read, as: .paths) && write.contains(other.write, as: .paths)
            && env.contains(other.env, as: .words) && secrets.contains(other.secrets, as: .words)
            && (listens || !other.listens) && budget.contains(other.budget)
    }

    /// What these permit and the earlier ones did not: what an update adds. Nil where it adds nothing.
    ///
    /// Its budget has the limits that were raised; one that was lifted is missing from it, and is told
    /// by ``PermissionWords/liftedLimits(from:to:)``.
    public func widening(from earlier: RecipePermissions) -> RecipePermissions? {
        guard !earlier.contains(self) else { return nil }
        return RecipePermissions(
            operations: operations.subtracting(earlier.operations),
            hosts: hosts.subtracting(earlier.hosts, as: .hosts),
            read: read.subtracting(earlier.read, as: .paths),
            write: write.subtracting(earlier.write, as: .paths),
            env: env.subtracting(earlier.env, as: .words),
            secrets: secrets.subtracting(earlier.secrets, as: .words),
            listens: listens && !earlier.listens, budget: budget.raised(from: earlier.budget))
    }

    /// What a session's functions may do beyond the API. Relative paths count from the working folder.
    /// - Parameter parameters: the values of parameters, for `{name}` in `read` and `write`.
    public func luaGrants(parameters: [String: String] = [:]) -> LuaGrants {
        LuaGrants(
            readable: read.fileRoots(parameters), writable: write.fileRoots(parameters),
            environment: env.luaNames, hosts: hosts.luaNames, listens: listens,
            named: .all)
    }
}

extension Budget {
    /// The limits that are above the earlier ones.
    fileprivate func raised(from earlier: Budget) -> Budget {
        func raised(
            _ limits: [BudgetKind: Int64], _ before: [BudgetKind: Int64]
        ) -> [BudgetKind: Int64] {
            limits.filter { kind, limit in before[kind].map { limit > $0 } ?? false }
        }
        return Budget(
            perRun: raised(perRun, earlier.perRun), perDay: raised(perDay, earlier.perDay))
    }
}
