import TavusAPI

/// What a recipe's author signs: the listing of its files, and with it that this is this version of that recipe.
///
/// The name and version stand in the trusted comment, so that nobody passes off an old version as a new one, or
/// one recipe as another. The public key stands in the untrusted comment, for those who meet it first.
public struct RecipeSignature: Sendable {
    /// Signs a recipe.
    /// - Returns: the text of the signature file, which `minisign -V` checks against the listing.
    public static func make(
        of tree: RecipeTree, name: RecipeName, version: SemanticVersion, key: SecretSigningKey
    ) throws(SharingError) -> String {
        try MinisignSignature.file(
            signing: Array(tree.listing.utf8), with: key,
            untrustedComment: keyPrefix + key.publicKey.description,
            trustedComment: comment(tree.hash, name, version))
    }

    /// The trusted comment that a signature of these has to have.
    public static func comment(
        _ hash: TreeHash, _ name: RecipeName, _ version: SemanticVersion
    ) -> String { "\(name) \(version) \(hash)" }

    /// Checks a signature.
    /// - Parameter key: who has to have signed; `nil`: whoever the signature says, which proves no more than that
    ///   the same person signs next time.
    /// - Returns: the key that signed.
    /// - Throws: ``SharingError`` `integrity`.
    public static func verify(
        _ text: String, of tree: RecipeTree, name: RecipeName, version: SemanticVersion,
        key expected: SigningKey?
    ) throws(SharingError) -> SigningKey {
        let signature = try MinisignSignature(file: text)
        guard let key = expected ?? namedKey(signature) else {
            throw SharingError(
                .integrity,
                "the signature does not name its public key. Give the author's: --key FILE.pub")
        }
        try signature.verify(Array(tree.listing.utf8), by: key)
        guard signature.trustedComment == comment(tree.hash, name, version) else {
            let found = DisplayText.safe(signature.trustedComment, limit: 200)
            throw SharingError(
                .integrity, "the signature is for \"\(found)\", and not for \(name) \(version)")
        }
        return key
    }

    private static let keyPrefix = "signed by "

    private static func namedKey(_ signature: MinisignSignature) -> SigningKey? {
        guard signature.untrustedComment.hasPrefix(keyPrefix) else { return nil }
        return SigningKey(String(signature.untrustedComment.dropFirst(keyPrefix.count)))
    }
}
