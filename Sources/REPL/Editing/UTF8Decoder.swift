/// Takes characters from bytes; what is not UTF-8 becomes U+FFFD, and nothing is lost.
struct UTF8Decoder {
    enum Step: Equatable {
        case scalar(Unicode.Scalar, length: Int)
        /// A character that has begun and is not all there.
        case unfinished
    }

    /// The first character of bytes that are not empty. Unicode 16, 3.9, table 3-7: each maximal part of
    /// a broken sequence is replaced once.
    static func first(of bytes: some RandomAccessCollection<UInt8>) -> Step {
        guard let lead = bytes.first else { return .unfinished }
        guard lead >= 0x80 else { return .scalar(Unicode.Scalar(lead), length: 1) }
        let (length, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return .scalar("\u{FFFD}", length: 1)
        }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for (position, byte) in bytes.prefix(length).enumerated().dropFirst() {
            guard (position == 1 ? second : 0x80...0xBF).contains(byte) else {
                return .scalar("\u{FFFD}", length: position)
            }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard bytes.count >= length else { return .unfinished }
        return .scalar(Unicode.Scalar(value) ?? "\u{FFFD}", length: length)
    }
}
