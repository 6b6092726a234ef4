/// What sending a call a second time can do, when nobody knows whether the first one was done.
public enum Repeatability: String, Sendable, Hashable, CaseIterable {
    /// Changes nothing, however often.
    case read
    /// Twice leaves what once leaves: a delete, an end, a value set as a whole.
    case idempotent
    /// A JSON Patch: "add" to a list adds twice.
    case patch
    /// Makes or starts something each time, and may cost money each time. Tavus documents no
    /// idempotency keys (reference, 2025-11), so nothing but not sending it keeps it single.
    case create
}

extension APIOperation {
    public var repeatability: Repeatability {
        switch effect {
        case .read: .read
        case .create: .create
        case .update: body == .jsonPatch ? .patch : .idempotent
        case .action: isIdempotent ? .idempotent : .create
        case .delete, .hardDelete: .idempotent
        }
    }
}

extension TavusRequest {
    /// The same for a call by method and path; what the catalogue does not know is taken for the
    /// most that its method may do.
    public var repeatability: Repeatability {
        let known = operation ?? Catalogue.match(method: method, path: path)?.operation
        if let known { return known.repeatability }
        return switch method {
        case .get: .read
        // RFC 9110, 9.2.2: both are idempotent by definition.
        case .put, .delete: .idempotent
        case .patch: .patch
        case .post: .create
        }
    }
}
