import TavusAPI

/// A recipe of others as it asks for its permissions.
public struct GrantSubject: Sendable {
    public let name: RecipeName
    public let version: SemanticVersion
    public let tree: TreeHash
    /// Nil where nobody has signed it.
    public let signer: String?
    public let declared: RecipePermissions

    public init(
        name: RecipeName, version: SemanticVersion, tree: TreeHash, signer: String?,
        declared: RecipePermissions
    ) {
        self.name = name
        self.version = version
        self.tree = tree
        self.signer = signer
        self.declared = declared
    }

    /// What somebody is told before it is installed, and asked before it runs.
    ///
    /// ```
    /// acme/bulk-videos 1.2.0 · sha256-4f1c0a92… · not signed
    /// It may      create videos (at most 500), read replicas and videos
    ///             read the file given by --rows
    /// It may not  delete anything, reach other hosts, see your environment
    /// At worst    500 videos
    /// ```
    public var text: String {
        let words = declared.words
        let signed = signer.map { "signed by \(DisplayText.safe($0, limit: 80))" } ?? "not signed"
        let title = "\(name) \(version) · \(tree.short) · \(signed)"
        let may = words.may.isEmpty ? ["do nothing"] : words.may
        let mayNot = words.mayNot.isEmpty ? [] : [words.mayNot.joined(separator: ", ")]
        return
            ([title] + Self.rows("It may", may) + Self.rows("It may not", mayNot)
            + Self.rows("At worst", [declared.worstCase])).joined(separator: "\n")
    }

    private static func rows(_ head: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { index, line in
            let start = index == 0 ? head : ""
            return start + String(repeating: " ", count: 12 - start.count) + line
        }
    }
}
