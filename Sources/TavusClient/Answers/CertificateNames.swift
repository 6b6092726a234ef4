/// Who signed a certificate and whom it is for, as the bytes of both names: equal for one that was signed
/// by itself. NIOSSL shows neither.
///
/// Source: RFC 5280, 4.1: the fields of TBSCertificate come in a fixed order.
struct CertificateNames: Equatable {
    let issuer: ArraySlice<UInt8>
    let subject: ArraySlice<UInt8>

    /// Nil for what is no certificate.
    init?(der bytes: [UInt8]) {
        var outer = DERReader(bytes[...])
        guard let certificate = outer.next(0x30) else { return nil }
        var inner = DERReader(certificate)
        guard let signed = inner.next(0x30) else { return nil }
        var fields = DERReader(signed)
        // The version is left out by the oldest certificates.
        _ = fields.next(0xa0)
        guard fields.next(0x02) != nil, fields.next(0x30) != nil, let issuer = fields.next(0x30),
            fields.next(0x30) != nil, let subject = fields.next(0x30)
        else { return nil }
        self.issuer = issuer
        self.subject = subject
    }
}

/// Walks over DER values of one level.
private struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The content of the next value if it has this tag; the reader then stands behind it.
    mutating func next(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard rest.first == tag else { return nil }
        var bytes = rest.dropFirst()
        guard let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            // Four bytes of length are more than any certificate has.
            guard (1...4).contains(first & 0x7f) else { return nil }
            length = 0
            for _ in 0..<(first & 0x7f) {
                guard let byte = bytes.popFirst() else { return nil }
                length = length << 8 | Int(byte)
            }
        }
        guard length <= bytes.count else { return nil }
        rest = bytes.dropFirst(length)
        return bytes.prefix(length)
    }
}
