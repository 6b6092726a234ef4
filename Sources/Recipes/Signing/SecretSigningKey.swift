import Crypto
import Foundation

/// A secret key in minisign's form, without a password (`minisign -G -W`). It shows itself nowhere.
///
/// Source: minisign 0.11, `SeckeyStruct`: `Ed`, 2 bytes for the password's function, `B2`, 32 + 8 + 8 bytes of its
/// settings, 8 bytes that name the key, 64 bytes of Ed25519 (seed and public key), 32 bytes of BLAKE2b over `Ed`,
/// name and key.
public struct SecretSigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    public let publicKey: SigningKey
    private let seed: [UInt8]

    /// Makes a new one.
    public init() {
        let key = Curve25519.Signing.PrivateKey()
        var random = SystemRandomNumberGenerator()
        let id = (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        publicKey = SigningKey(id: id, bytes: Array(key.publicKey.rawRepresentation))
        seed = Array(key.rawRepresentation)
    }

    /// Reads a secret key file.
    /// - Throws: ``SharingError`` without a word of the file's; for a key with a password, too.
    public init(file text: String) throws(SharingError) {
        let lines = text.split(separator: "\n")
        guard lines.count == 2, lines[0].hasPrefix("untrusted comment:"),
            let data = Data(base64Encoded: String(lines[1])), data.count == 158,
            data.starts(with: Array("Ed".utf8)), data[4..<6].elementsEqual("B2".utf8)
        else { throw SharingError(.refused, "it is no secret key of minisign's") }
        let bytes = Array(data)
        guard bytes[2..<4].allSatisfy({ $0 == 0 }) else {
            throw SharingError(
                .refused,
                "the key has a password, which tavlua does not ask for. Make one without"
                    + " (tavlua recipes keygen), or let minisign sign: tavlua recipes sign --listing"
            )
        }
        let (id, pair) = (Array(bytes[54..<62]), Array(bytes[62..<126]))
        // minisign 0.11 leaves the checksum of a key without a password empty.
        let sum = BLAKE2b.hash(Array("Ed".utf8) + id + pair, count: 32)
        let isWhole = bytes[126...].allSatisfy { $0 == 0 } || sum.elementsEqual(bytes[126...])
        seed = Array(pair[..<32])
        publicKey = SigningKey(id: id, bytes: Array(pair[32...]))
        guard isWhole, try publicKey.isSignature(signature(of: id), of: id) else {
            throw SharingError(.refused, "the secret key is damaged: its parts do not match")
        }
    }

    /// The secret key file, for a file that its owner alone can read.
    public var secretFile: String {
        let named = publicKey.id + seed + publicKey.bytes
        let bytes =
            Array("Ed\u{0}\u{0}B2".utf8) + [UInt8](repeating: 0, count: 48) + named
            + BLAKE2b.hash(Array("Ed".utf8) + named, count: 32)
        return "untrusted comment: minisign secret key \(publicKey.idText)\n"
            + Data(bytes).base64EncodedString() + "\n"
    }

    public var description: String { "SecretSigningKey(\(publicKey.idText))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    func signature(of message: [UInt8]) throws(SharingError) -> [UInt8] {
        do {
            return Array(
                try Curve25519.Signing.PrivateKey(rawRepresentation: seed).signature(for: message))
        } catch {
            throw SharingError(.refused, "the secret key is damaged: it cannot sign")
        }
    }
}
