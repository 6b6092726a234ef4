import Glibc
import TavusAPI

/// The key files of a person who signs, and the signatures beside recipes.
public enum SigningFiles {
    /// Makes a key without a password: `PATH.key`, for its owner alone, and `PATH.pub`.
    /// - Throws: ``SharingError`` where one of them is there already.
    public static func makeKey(_ path: String) throws(SharingError) -> SigningKey {
        let key = SecretSigningKey()
        try WholeFile.makeFolders(
            String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]), mode: 0o700)
        try WholeFile.create(Array(key.secretFile.utf8), at: path + ".key", mode: 0o600)
        try WholeFile.create(Array(key.publicKey.file.utf8), at: path + ".pub", mode: 0o644)
        return key.publicKey
    }

    /// Reads a secret key that nobody else can read.
    public static func secretKey(_ path: String) throws(SharingError) -> SecretSigningKey {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw FileFault.reading(path) }
        guard facts.st_mode & 0o077 == 0 else {
            let shown = DisplayText.safe(path, limit: 200)
            throw SharingError(.file, "others may read the key \(shown). Run: chmod 600 \(shown)")
        }
        return try text(path, SecretSigningKey.init(file:))
    }

    /// A public key, or the path of a `.pub` file.
    public static func publicKey(_ word: String) throws(SharingError) -> SigningKey {
        if let key = SigningKey(word) { return key }
        return try text(word, SigningKey.init(file:))
    }

    /// Signs the recipe at a path: `recipe.minisig` in a folder, `NAME.lua.minisig` beside a file.
    /// - Returns: where the signature is.
    public static func sign(
        _ path: String, as recipe: SharedRecipe, with key: SecretSigningKey
    ) throws(SharingError) -> String {
        let signature = try RecipeSignature.make(
            of: recipe.tree, name: recipe.manifest.name, version: recipe.manifest.version, key: key)
        var facts = stat()
        let isFolder = stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
        let place = isFolder ? "\(path)/\(RecipeTree.signaturePath)" : path + ".minisig"
        try WholeFile.write(Array(signature.utf8), to: place)
        return place
    }

    private static func text<Key>(
        _ path: String, _ read: (String) throws(SharingError) -> Key
    ) throws(SharingError) -> Key {
        let shown = DisplayText.safe(path, limit: 200)
        guard let bytes = try FileBytes.at(path, upTo: 8192) else { throw FileFault.reading(path) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SharingError(.refused, "\(shown) is no text")
        }
        do throws(SharingError) {
            return try read(text)
        } catch {
            throw error.within(shown)
        }
    }
}
