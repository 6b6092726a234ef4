import JSONValue
import TavusAPI

/// Who signs for an owner: the first key that was met, and from then on no other.
///
/// A changed key is refused and not asked about: a person in a hurry says yes. Who knows that an owner has a new
/// key removes the old one from the file.
public struct TrustedKeys: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// - Returns: the key by owner.
    public func all() throws(SharingError) -> [String: SigningKey] {
        guard let bytes = try FileBytes.at(path, upTo: 1 << 20) else { return [:] }
        var keys: [String: SigningKey] = [:]
        let json: JSONValue?
        do { json = try JSONValue(parsing: bytes) } catch { json = nil }
        guard let members = json?["keys"]?.objectValue else { throw unreadable }
        for (owner, value) in members {
            guard let key = value.stringValue.flatMap({ SigningKey($0) }) else { throw unreadable }
            keys[owner] = key
        }
        return keys
    }

    /// Whether a recipe of this owner may come with this signer.
    /// - Throws: ``SharingError`` `integrity`.
    public func check(_ signer: SigningKey?, of name: RecipeName) throws(SharingError) {
        guard let owner = name.owner, let known = try all()[owner] else { return }
        guard let signer else {
            throw SharingError(
                .integrity,
                "\(name) is not signed, and recipes of \(owner) were: with the key \(known.idText)")
        }
        guard signer == known else {
            throw SharingError(
                .integrity,
                "\(name) is signed with the key \(signer.idText), and recipes of \(owner) were signed"
                    + " with \(known.idText). If \(owner) has a new key, remove the old one from"
                    + " \(DisplayText.safe(path, limit: 200))")
        }
    }

    /// Remembers the first key of an owner.
    public func remember(_ signer: SigningKey, of name: RecipeName) throws(SharingError) {
        guard let owner = name.owner else { return }
        var keys = try all()
        guard keys[owner] == nil else { return }
        keys[owner] = signer
        let members = keys.sorted { $0.key < $1.key }
            .map { ($0.key, JSONValue.string($0.value.description)) }
        let json: JSONValue = ["format": 1, "keys": .object(JSONObject(members))]
        try WholeFile.makeFolders(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try WholeFile.write(
            Array((json.serialized(.init(isPretty: true, sortsKeys: true)) + "\n").utf8), to: path,
            mode: 0o600)
    }

    private var unreadable: SharingError {
        SharingError(
            .integrity, "\(DisplayText.safe(path, limit: 200)) cannot be understood. Restore it")
    }
}
