import JSONValue

/// Which files exactly the name of a recipe stands for, and where they came from.
public struct RecipePin: Sendable, Hashable {
    public let name: RecipeName
    public let version: SemanticVersion
    /// As it was asked for: a path, an address, `owner/name@range`.
    public let source: String
    /// Where exactly it came from: an address, `git+…#commit:folder`.
    public let resolved: String
    public let tree: TreeHash
    /// SHA-256 of the permissions that its header declares, in hexadecimal.
    public let permissions: String
    public let signer: SigningKey?
    /// `owner/name@range`, sorted.
    public let requires: [String]
    /// One line of its header, which may hold anything: only for display, made safe.
    public let summary: String

    public var json: JSONValue {
        [
            "name": .string(name.description), "version": .string(version.description),
            "source": .string(source), "resolved": .string(resolved),
            "tree_sha256": .string(tree.hex), "permissions_sha256": .string(permissions),
            "signer": signer.map { .string($0.description) } ?? .null,
            "requires": .array(requires.map { .string($0) }), "summary": .string(summary),
        ]
    }

    init(
        name: RecipeName, version: SemanticVersion, source: String, resolved: String,
        tree: TreeHash, permissions: String, signer: SigningKey?, requires: [String],
        summary: String
    ) {
        self.name = name
        self.version = version
        self.source = source
        self.resolved = resolved
        self.tree = tree
        self.permissions = permissions
        self.signer = signer
        self.requires = requires
        self.summary = summary
    }

    /// - Returns: nil where a member is missing or of another shape.
    init?(_ json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        guard let name = text("name").flatMap(RecipeName.init),
            let version = text("version").flatMap({ SemanticVersion($0) }),
            let source = text("source"), let resolved = text("resolved"),
            let tree = text("tree_sha256").flatMap(TreeHash.init(hex:)),
            let permissions = text("permissions_sha256"), SHA256Text.isHex(permissions),
            let requires = json["requires"]?.arrayValue
        else { return nil }
        let signer = text("signer").flatMap { SigningKey($0) }
        guard signer != nil || json["signer"]?.isNull ?? true else { return nil }
        self.init(
            name: name, version: version, source: source, resolved: resolved, tree: tree,
            permissions: permissions, signer: signer,
            requires: requires.compactMap(\.stringValue), summary: text("summary") ?? "")
    }
}
