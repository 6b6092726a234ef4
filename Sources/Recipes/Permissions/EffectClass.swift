import TavusAPI

/// What calls may do, in the three steps in which people grant it. Deleting for good comes on top: see
/// ``OperationRules/allowsHardDelete``.
public enum EffectClass: String, Sendable, Hashable, CaseIterable {
    case read
    /// Creates, changes, and actions such as ending a call.
    case write
    case delete

    public init(_ effect: APIEffect) {
        self =
            switch effect {
            case .read: .read
            case .create, .update, .action: .write
            case .delete, .hardDelete: .delete
            }
    }
}
