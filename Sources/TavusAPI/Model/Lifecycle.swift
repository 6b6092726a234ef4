/// The states that a record goes through by itself.
public struct Lifecycle: Sendable, Hashable {
    /// The field that holds the state.
    public let field: String
    /// The state right after creation.
    public let initial: String
    /// States that another one follows.
    public let pending: [String]
    /// States that a wait ends with.
    public let succeeded: [String]
    /// States from which `succeeded` cannot be reached any more.
    public let failed: [String]

    public init(
        field: String = "status", initial: String, pending: [String], succeeded: [String],
        failed: [String]
    ) {
        self.field = field
        self.initial = initial
        self.pending = pending
        self.succeeded = succeeded
        self.failed = failed
    }
}
