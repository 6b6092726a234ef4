import JSONValue

/// What an operation sends in its body.
public enum APIBody: Sendable, Hashable {
    case none
    case fields([APIField])
    /// A list of RFC 6902 operations.
    case jsonPatch
}

/// A requirement that one field alone cannot state.
public enum APIRule: Sendable, Hashable {
    /// At least one of these fields must be there.
    case oneOf([String])
    /// At most one of these fields may be there.
    case notTogether([String])
    /// The body must have at least one field.
    case atLeastOne
    /// `field` must be there when `other` has this value, given or by default.
    case required(field: String, other: String, equals: JSONValue)
    /// A given `field` (with this value, if one is named) needs `other` (with its value, likewise).
    case requires(field: String, equals: JSONValue?, other: String, otherEquals: JSONValue?)
}
