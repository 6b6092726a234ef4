import TavusAPI

/// Which calls are allowed: what any of the patterns covers.
public struct OperationRules: Sendable, Hashable {
    public var patterns: Set<OperationPattern>
    /// Whether what may be deleted may be deleted for good, with the footage behind it (`hard = true`).
    public var allowsHardDelete: Bool

    public init(_ patterns: Set<OperationPattern> = [], allowsHardDelete: Bool = false) {
        self.patterns = patterns
        self.allowsHardDelete = allowsHardDelete
    }

    public static let all = OperationRules([.everything], allowsHardDelete: true)

    public var isEmpty: Bool { patterns.isEmpty && !allowsHardDelete }

    /// Whether a call is allowed; one by method and path is taken for the operation that it is.
    public func permits(_ request: TavusRequest) -> Bool {
        let isHard = request.effect == .hardDelete
        return covers(request) && (!isHard || allowsHardDelete)
    }

    /// Whether a pattern covers the call, hard or not.
    func covers(_ request: TavusRequest) -> Bool {
        if let operation = request.knownOperation {
            return patterns.contains { $0.covers(operation) }
        }
        return patterns.contains { $0.covers(request.method, unknown: request.path) }
    }

    /// What both allow, never more than either.
    public func intersection(_ other: OperationRules) -> OperationRules {
        var common: Set<OperationPattern> = []
        for pattern in patterns {
            for second in other.patterns { common.formUnion(pattern.intersection(second)) }
        }
        return OperationRules(
            common, allowsHardDelete: allowsHardDelete && other.allowsHardDelete)
    }

    /// Whether everything that the other allows is allowed here.
    public func contains(_ other: OperationRules) -> Bool { other.subtracting(self).isEmpty }

    /// What these allow and the others do not.
    public func subtracting(_ others: OperationRules) -> OperationRules {
        var left: Set<OperationPattern> = []
        for pattern in patterns where !others.patterns.contains(where: { $0.contains(pattern) }) {
            left.formUnion(pattern.subtracting(others))
        }
        return OperationRules(
            left, allowsHardDelete: allowsHardDelete && !others.allowsHardDelete)
    }

    /// The operations of the catalogue that are allowed.
    public var operations: [APIOperation] {
        Catalogue.operations.filter { operation in patterns.contains { $0.covers(operation) } }
    }

    /// The patterns of paths that the catalogue does not know, as they are written.
    public var unknownPaths: [String] {
        patterns.compactMap { pattern in
            if case .path = pattern { pattern.text } else { nil }
        }.sorted()
    }

    /// As a list, in the order of the alphabet.
    public var texts: [String] {
        (patterns.map(\.text) + (allowsHardDelete ? [Self.hardDelete] : [])).sorted()
    }

    static let hardDelete = "hard-delete"
}

extension OperationPattern {
    /// The part that no rule of the others covers: the operations one by one, where some are.
    fileprivate func subtracting(_ others: OperationRules) -> [OperationPattern] {
        if self == .everything { return [self] }
        if case .path = self { return [self] }
        let covered = Catalogue.operations.filter(covers)
        let left = covered.filter { operation in !others.patterns.contains { $0.covers(operation) }
        }
        if left.count == covered.count { return [self] }
        return left.map { .name(resource: $0.resource, verb: $0.verb) }
    }
}

extension TavusRequest {
    /// The catalogue's operation, also for a call by method and path.
    public var knownOperation: APIOperation? {
        operation ?? Catalogue.match(method: method, path: path)?.operation
    }
}
