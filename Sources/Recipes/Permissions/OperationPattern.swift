import TavusAPI

/// One entry of `permissions.operations`: which calls it covers.
///
/// | written | covers |
/// |---|---|
/// | `*` | every call, also by a path that the catalogue does not know |
/// | `read` `write` `delete` | the operations of this class |
/// | `conversations.end`, `conversations.*`, `*.list` | operations by name |
/// | `GET /v2/things/*` | calls by a path that the catalogue does not know; `*` for any method |
public enum OperationPattern: Sendable, Hashable {
    case everything
    case effect(EffectClass)
    /// Both halves are patterns of their own.
    case name(resource: String, verb: String)
    /// Of one method, or nil for any; never a path of the catalogue, which is its operation.
    case path(HTTPMethod?, String)

    /// As it is written.
    public var text: String {
        switch self {
        case .everything: "*"
        case .effect(let effect): effect.rawValue
        case .name(let resource, let verb): "\(resource).\(verb)"
        case .path(let method, let path): "\(method?.rawValue ?? "*") \(path)"
        }
    }

    /// Whether it covers an operation of the catalogue.
    public func covers(_ operation: APIOperation) -> Bool {
        switch self {
        case .everything: true
        case .effect(let effect): EffectClass(operation.effect) == effect
        case .name(let resource, let verb):
            Glob(resource).matches(operation.resource) && Glob(verb).matches(operation.verb)
        case .path: false
        }
    }

    /// Whether it covers a call by a path that the catalogue does not know.
    func covers(_ method: HTTPMethod, unknown path: String) -> Bool {
        switch self {
        case .everything: true
        case .effect, .name: false
        case .path(let wanted, let pattern):
            (wanted == nil || wanted == method) && Glob(pattern).matches(path)
        }
    }

    /// What both cover, and never more: of two paths of which neither contains the other, nothing.
    func intersection(_ other: OperationPattern) -> [OperationPattern] {
        if self == other || self == .everything { return [other] }
        if other == .everything { return [self] }
        if case .path(let method, let path) = self, case .path(let second, let inner) = other {
            guard let common = Self.common(method, second) else { return [] }
            if Glob(path).contains(Glob(inner)) { return [.path(common.method, inner)] }
            return Glob(inner).contains(Glob(path)) ? [.path(common.method, path)] : []
        }
        return Catalogue.operations.filter { covers($0) && other.covers($0) }
            .map { .name(resource: $0.resource, verb: $0.verb) }
    }

    private static func common(
        _ one: HTTPMethod?, _ other: HTTPMethod?
    ) -> (method: HTTPMethod?, Void)? {
        guard let one else { return (other, ()) }
        return other == nil || other == one ? (one, ()) : nil
    }

    /// Whether it covers all that the other one does.
    func contains(_ other: OperationPattern) -> Bool {
        switch (self, other) {
        case (.everything, _): true
        case (_, .everything): false
        case (.path(let method, let path), .path(let second, let inner)):
            (method == nil || method == second) && Glob(path).contains(Glob(inner))
        case (_, .path): false
        default: Catalogue.operations.allSatisfy { !other.covers($0) || covers($0) }
        }
    }
}
