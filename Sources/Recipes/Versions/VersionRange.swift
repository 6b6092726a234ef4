/// Which versions will do: `>=0.3`, `^1.2`, `~1.2.3`, `>=1.2, <2`, `1.4.0`, `*`.
///
/// Clauses are joined by commas, and all have to hold.
///
/// | clause | holds for |
/// |---|---|
/// | `1.4.0`, `=1.4.0` | that version; of `1.4` and `1`, every version that begins so |
/// | `>1.4` `>=1.4` `<1.4` `<=1.4` | versions after or before; what is not given counts as a whole |
/// | `^1.2.3` | from there up to the next change of the leftmost number that is not 0: `<2.0.0` |
/// | `~1.2.3` | from there up to the next minor version: `<1.3.0`; of `~1`, the next major one |
///
/// A pre-release is in a range only where a clause names a pre-release of the same three numbers, as in npm
/// and Cargo: nobody who wrote `>=1.0` asked for `2.0.0-alpha`.
public struct VersionRange: Sendable, Hashable, CustomStringConvertible {
    /// The text as it was written.
    public let description: String
    private let clauses: [VersionClause]

    /// - Returns: `nil` where the text is no range, or longer than 256 bytes.
    public init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        var clauses: [VersionClause] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let clause = VersionClause(part) else { return nil }
            clauses.append(clause)
        }
        self.clauses = clauses
        description = text
    }

    /// The range that holds this version alone.
    public init(exactly version: SemanticVersion) {
        clauses = [.exactly(version)]
        description = "=\(version)"
    }

    /// Every release.
    public static let any = VersionRange(clauses: [.any], description: "*")

    private init(clauses: [VersionClause], description: String) {
        self.clauses = clauses
        self.description = description
    }

    public func contains(_ version: SemanticVersion) -> Bool {
        let version = version.withoutBuild
        guard clauses.allSatisfy({ $0.holds(for: version) }) else { return false }
        return !version.isPrerelease || clauses.contains { $0.names(prereleaseOf: version) }
    }

    /// The last of the versions that will do.
    public func newest(of versions: some Sequence<SemanticVersion>) -> SemanticVersion? {
        versions.filter(contains).max()
    }
}
