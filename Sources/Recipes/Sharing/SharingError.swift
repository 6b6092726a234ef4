/// Why a recipe could not be fetched, trusted or stored, in words for a person.
///
/// The words may repeat what a stranger wrote: who shows them passes them through `DisplayText`.
public struct SharingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// What was asked for cannot be meant.
        case usage
        /// What a recipe, an archive or an index holds is not allowed.
        case refused
        case notFound
        /// What came is not what was promised: a hash, a lock, a signature.
        case integrity
        /// Somebody has to agree first.
        case permission
        case network
        /// This program is too old for the recipe.
        case host
        /// The machine's own files: cannot be read or written.
        case file
    }

    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }

    /// Of the program that ends with it.
    public var exitStatus: Int32 {
        switch kind {
        case .file: 1
        case .permission: 5
        case .network: 8
        case .integrity: 9
        case .usage: 64
        case .refused: 65
        case .notFound: 66
        case .host: 78
        }
    }

    /// The same, saying first what was being done.
    func within(_ what: String) -> SharingError { SharingError(kind, "\(what): \(message)") }
}

extension RecipeError {
    /// For who runs recipes. What has no kind of its own there is a fault of the recipe's.
    init(_ error: SharingError) {
        self.init(Kind(rawValue: error.exitStatus) ?? .recipe, error.message)
    }
}
