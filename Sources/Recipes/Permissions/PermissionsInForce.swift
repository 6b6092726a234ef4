import JSONValue
import Synchronization
import TavusAPI
import TavusClient

/// What one run may do: what it was given, less what was denied. It only ever shrinks.
///
/// Shared by the gate, which asks it before each call, and by `ctx.permissions`, with which a script
/// looks at its rights and gives up what it needs no more.
public final class PermissionsInForce: Sendable {
    private struct State {
        var permitted: RecipePermissions
        var denied: Denials
    }

    private let state: Mutex<State>
    /// Of the run that calls this code: what it gives up meanwhile is given up here, too.
    private let outer: PermissionsInForce?

    public init(
        _ permitted: RecipePermissions, denied: Denials = Denials(),
        outer: PermissionsInForce? = nil
    ) {
        state = Mutex(State(permitted: permitted, denied: denied))
        self.outer = outer
    }

    /// Everything, as for a script of one's own.
    public convenience init() { self.init(.all) }

    public var permitted: RecipePermissions { state.withLock { $0.permitted } }

    /// Leaves only what the other permits, too, for all calls from now on; there is no way back.
    public func narrow(to other: RecipePermissions) {
        state.withLock { $0.permitted = $0.permitted.intersection(other) }
    }

    /// What code may do that this run calls: what both permit, less what was denied or given up so far.
    public func within(_ other: RecipePermissions) -> PermissionsInForce {
        let (permitted, denied) = state.withLock { ($0.permitted, $0.denied) }
        return PermissionsInForce(permitted.intersection(other), denied: denied, outer: self)
    }

    /// Gives up these calls for good.
    public func drop(_ rules: OperationRules) {
        state.withLock { $0.denied.operations.formUnion(rules) }
    }

    /// Whether all calls that a name stands for are allowed: "videos.create", "write", any entry as headers have
    /// them. False for what is no entry.
    public func permits(named name: String) -> Bool {
        let (permitted, denied) = state.withLock { ($0.permitted.operations, $0.denied) }
        do throws(PermissionProblem) {
            let rules = try Self.rules(name)
            return permitted.contains(rules) && denied.leaves(rules)
                && outer?.permits(named: name) != false
        } catch {
            return false
        }
    }

    /// Gives up all calls that a name stands for.
    /// - Throws: ``PermissionProblem`` where it stands for none.
    public func drop(named name: String) throws(PermissionProblem) { drop(try Self.rules(name)) }

    private static func rules(_ name: String) throws(PermissionProblem) -> OperationRules {
        try RecipePermissions(["operations": [.string(name)]]).operations
    }

    /// Why a call is not allowed; nil: it is.
    public func refusal(of request: TavusRequest) -> PermissionRefusal? {
        let (permitted, denied) = state.withLock { ($0.permitted, $0.denied) }
        return denied.refusal(of: request) ?? outer?.refusal(of: request)
            ?? (permitted.operations.permits(request)
                ? nil : .missing(from: permitted.operations, request))
    }
}

/// What is denied whatever else is granted.
public struct Denials: Sendable, Hashable {
    public var operations = OperationRules()
    /// Hosts, files and the like.
    public var beyond = RecipePermissions()
    /// `--read-only`: nothing that has an effect.
    public var isReadOnly = false
    /// `--no-delete`.
    public var forbidsDelete = false

    public init() {}

    public var isEmpty: Bool { self == Denials() }

    /// What is left of these permissions beyond the calls; of all there are and some that are denied,
    /// nothing is left: what is wanted must then be named.
    public func applied(to permissions: RecipePermissions) -> RecipePermissions {
        func left(_ names: PermittedNames, _ denied: PermittedNames) -> PermittedNames {
            if denied.isEmpty { return names }
            guard case .only = names else { return .none }
            return names.subtracting(denied, as: .words)
        }
        var result = permissions
        result.hosts = left(permissions.hosts, beyond.hosts)
        result.read = left(permissions.read, beyond.read)
        result.write = left(permissions.write, beyond.write)
        result.env = left(permissions.env, beyond.env)
        result.secrets = left(permissions.secrets, beyond.secrets)
        result.listens = permissions.listens && !beyond.listens
        return result
    }

    /// Whether nothing of these calls is denied.
    func leaves(_ rules: OperationRules) -> Bool {
        if rules.allowsHardDelete && (operations.allowsHardDelete || forbidsDelete || isReadOnly) {
            return false
        }
        let isOpen = rules.patterns.contains(.everything) || !rules.unknownPaths.isEmpty
        if isOpen && (isReadOnly || forbidsDelete) { return false }
        let common = rules.intersection(operations)
        return common.patterns.isEmpty
            && rules.operations.allSatisfy { operation in
                let effect = EffectClass(operation.effect)
                return !(isReadOnly && effect != .read) && !(forbidsDelete && effect == .delete)
            }
    }

    func refusal(of request: TavusRequest) -> PermissionRefusal? {
        // Unknown paths count by their method, and a GET of the catalogue never has an effect.
        let effect = request.effect
        if isReadOnly, effect != .read { return .denied("--read-only") }
        if forbidsDelete, EffectClass(effect) == .delete { return .denied("--no-delete") }
        if operations.covers(request) { return .denied("--deny operations") }
        if effect == .hardDelete, operations.allowsHardDelete {
            return .denied("--deny hard-delete")
        }
        return nil
    }
}

extension OperationRules {
    mutating func formUnion(_ other: OperationRules) {
        patterns.formUnion(other.patterns)
        allowsHardDelete = allowsHardDelete || other.allowsHardDelete
    }
}

/// Why a call is not allowed.
public enum PermissionRefusal: Sendable, Equatable {
    /// By this option, which wins over all grants.
    case denied(String)
    /// Nothing grants it; this flag would.
    case needs(String)

    static func missing(from rules: OperationRules, _ request: TavusRequest) -> PermissionRefusal {
        if request.effect == .hardDelete, rules.covers(request) {
            return .needs("--allow hard-delete")
        }
        let hard = request.effect == .hardDelete ? " --allow hard-delete" : ""
        guard let operation = request.knownOperation else {
            let entry = "operations=\(request.method.rawValue) \(request.path)"
            return .needs("--allow \(ShellWord.quoted(entry))\(hard)")
        }
        return .needs("--allow operations=\(operation.id)\(hard)")
    }

    /// The flag that would let the call pass; nil where one must go.
    public var neededFlag: String? {
        if case .needs(let flag) = self { flag } else { nil }
    }

    var message: String {
        switch self {
        case .denied(let option): "not sent: denied by \(option), which wins over what is allowed"
        case .needs(let flag): "not sent: this run may not do it. To allow it: \(flag)"
        }
    }
}

/// The gate's part of ``PermissionsInForce``: a call that is not allowed is not sent.
///
/// In Lua an error with the code `permission_denied`, and the fields `operation` and `needed`, the flag that
/// would let the call pass. It can be caught, and nothing that a script does lets the call pass after
/// all: the rights belong to the run, with all its coroutines and clients.
public struct PermissionPolicy: GatePolicy {
    private let inForce: PermissionsInForce

    public init(_ inForce: PermissionsInForce) { self.inForce = inForce }

    public func admit(_ request: TavusRequest) async throws(TavusError) {
        guard let refusal = inForce.refusal(of: request) else { return }
        var facts: JSONObject = [:]
        if let flag = refusal.neededFlag { facts["needed"] = .string(flag) }
        var error = TavusError(
            notSending: request, code: .permissionDenied,
            message: DisplayText.safe(refusal.message, limit: 500), facts: facts)
        error.operation = request.knownOperation?.id
        throw error
    }
}
