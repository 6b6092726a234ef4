import Foundation
import TavusAPI

/// A signature in minisign's form.
///
/// Source: minisign 0.11, "Signature format": `Ed` signs the message itself, `ED` its BLAKE2b-512; a second
/// signature covers the first one and the trusted comment.
struct MinisignSignature {
    /// Whoever holds the file can change it: only a place to find a key that nobody knows yet.
    let untrustedComment: String
    /// Signed, too.
    let trustedComment: String
    private let isPrehashed: Bool
    let keyID: [UInt8]
    private let signature: [UInt8]
    private let globalSignature: [UInt8]

    init(file text: String) throws(SharingError) {
        func isNone() -> SharingError {
            SharingError(.integrity, "the signature is not in minisign's form")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
        let (first, third) = ("untrusted comment: ", "trusted comment: ")
        guard text.utf8.count <= 8192, lines.count == 4 || (lines.count == 5 && lines[4].isEmpty),
            lines[0].hasPrefix(first), lines[2].hasPrefix(third),
            let blob = Data(base64Encoded: String(lines[1])), blob.count == 74,
            let global = Data(base64Encoded: String(lines[3])), global.count == 64
        else { throw isNone() }
        switch String(decoding: blob.prefix(2), as: UTF8.self) {
        case "Ed": isPrehashed = false
        case "ED": isPrehashed = true
        default: throw isNone()
        }
        untrustedComment = String(lines[0].dropFirst(first.count))
        trustedComment = String(lines[2].dropFirst(third.count))
        keyID = Array(blob[2..<10])
        signature = Array(blob[10...])
        globalSignature = Array(global)
    }

    /// Checks both signatures.
    /// - Throws: ``SharingError`` `integrity`.
    func verify(_ message: [UInt8], by key: SigningKey) throws(SharingError) {
        guard keyID == key.id else {
            let other = HexText.of(keyID.reversed()).uppercased()
            throw SharingError(
                .integrity, "it is signed with the key \(other), and not with \(key.idText)")
        }
        let signed = isPrehashed ? BLAKE2b.hash(message) : message
        guard key.isSignature(signature, of: signed) else {
            throw SharingError(.integrity, "the signature is of other files")
        }
        guard key.isSignature(globalSignature, of: signature + Array(trustedComment.utf8)) else {
            throw SharingError(.integrity, "the signature's trusted comment was changed")
        }
    }

    /// Signs as minisign's older form, which needs no hash of ours to be right.
    /// - Returns: the text of the `.minisig` file.
    static func file(
        signing message: [UInt8], with key: SecretSigningKey, untrustedComment: String,
        trustedComment: String
    ) throws(SharingError) -> String {
        let signature = try key.signature(of: message)
        let global = try key.signature(of: signature + Array(trustedComment.utf8))
        let blob = Data(Array("Ed".utf8) + key.publicKey.id + signature)
        return """
            untrusted comment: \(untrustedComment)
            \(blob.base64EncodedString())
            trusted comment: \(trustedComment)
            \(Data(global).base64EncodedString())

            """
    }
}
