import JSONValue

/// One version of a recipe in an index.
public struct IndexedVersion: Sendable, Hashable {
    public let version: SemanticVersion
    /// Of the archive, absolute or from where the index stands.
    public let url: String
    public let tree: TreeHash
    /// SHA-256 of the archive's bytes, in hexadecimal.
    public let archive: String
    /// Bytes of the archive.
    public let size: Int
    /// The releases of the program that it runs with.
    public let host: VersionRange?
    public let permissions: JSONObject
    public let summary: String
    public let signer: SigningKey?
    /// Not for new installations; who has it in a lock keeps it.
    public var isYanked: Bool

    /// An archive as it stands in a folder.
    init(
        _ recipe: SharedRecipe, url: String, archive bytes: [UInt8], signer: SigningKey?
    ) {
        version = recipe.manifest.version
        self.url = url
        tree = recipe.tree.hash
        archive = SHA256Text.hex(of: bytes)
        size = bytes.count
        host = recipe.manifest.host
        permissions = recipe.permissions.json
        summary = recipe.manifest.summary
        self.signer = signer
        isYanked = false
    }

    /// - Returns: nil where a member is missing or of another shape.
    init?(_ json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        guard let version = text("version").flatMap({ SemanticVersion($0) }), let url = text("url"),
            let tree = text("tree_sha256").flatMap(TreeHash.init(hex:)),
            let archive = text("archive_sha256"), SHA256Text.isHex(archive),
            let size = json["size"]?.integerValue
        else { return nil }
        let host = text("host").map { VersionRange($0) }
        let signer = text("signer").map { SigningKey($0) }
        // There and not to be understood is not the same as not there.
        if case .some(.none) = host { return nil }
        if case .some(.none) = signer { return nil }
        self.version = version
        self.url = url
        self.tree = tree
        self.archive = archive
        self.size = Int(size)
        self.host = host ?? nil
        permissions = json["permissions"]?.objectValue ?? [:]
        summary = text("summary") ?? ""
        self.signer = signer ?? nil
        isYanked = json["yanked"]?.boolValue ?? false
    }

    var json: JSONValue {
        [
            "version": .string(version.description), "url": .string(url),
            "tree_sha256": .string(tree.hex), "archive_sha256": .string(archive),
            "size": .integer(Int64(size)),
            "host": host.map { .string($0.description) } ?? .null,
            "permissions": .object(permissions), "summary": .string(summary),
            "signer": signer.map { .string($0.description) } ?? .null, "yanked": .bool(isYanked),
        ]
    }
}
