import Crypto
import Foundation

/// A public key in minisign's form: `RWQ…`, 56 characters of Base64.
///
/// Source: minisign(1) and its "Key format", 0.11: `Ed`, 8 bytes that name the key, 32 bytes of Ed25519.
public struct SigningKey: Sendable, Hashable, CustomStringConvertible {
    let id: [UInt8]
    let bytes: [UInt8]

    init(id: [UInt8], bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }

    /// - Returns: `nil` for other text than a key of minisign's.
    public init?(_ text: String) {
        guard let data = Data(base64Encoded: text), data.count == 42,
            data.starts(with: Array("Ed".utf8))
        else { return nil }
        self.init(id: Array(data[2..<10]), bytes: Array(data[10...]))
    }

    /// Reads a `.pub` file: a comment, then the key.
    public init(file text: String) throws(SharingError) {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("untrusted comment:") }
        guard lines.count == 1, let key = SigningKey(String(lines[0].trimmingSpaces())) else {
            throw SharingError(.refused, "it is no public key of minisign's")
        }
        self = key
    }

    public var description: String { Data(Array("Ed".utf8) + id + bytes).base64EncodedString() }

    /// As minisign shows it: the number's bytes, the last one first.
    public var idText: String { HexText.of(id.reversed()).uppercased() }

    /// The `.pub` file.
    public var file: String { "untrusted comment: minisign public key \(idText)\n\(self)\n" }

    func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        do {
            return try Curve25519.Signing.PublicKey(rawRepresentation: bytes)
                .isValidSignature(signature, for: message)
        } catch {
            return false  // 32 bytes that are no point of the curve sign nothing.
        }
    }
}
