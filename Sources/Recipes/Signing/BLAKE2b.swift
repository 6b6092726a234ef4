/// BLAKE2b without a key. swift-crypto offers none, and minisign signs this hash of a file.
///
/// Source: RFC 7693, sections 2.1, 3.1 and 3.2.
enum BLAKE2b {
    private static let start: [UInt64] = [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b,
        0xa54f_f53a_5f1d_36f1, 0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f,
        0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ]

    /// Which words of the message each round mixes; rounds 10 and 11 repeat the first two.
    private static let schedule: [[Int]] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ]

    /// - Parameter count: bytes of the digest, 1 to 64.
    static func hash(_ message: [UInt8], count: Int = 64) -> [UInt8] {
        precondition((1...64).contains(count), "BLAKE2b gives 1 to 64 bytes")
        var state = start
        state[0] ^= 0x0101_0000 ^ UInt64(count)
        var offset = 0
        // The last block is the one that is marked, so a full one waits for what follows.
        while message.count - offset > 128 {
            offset += 128
            compress(&state, message[(offset - 128)..<offset], total: offset, isLast: false)
        }
        compress(&state, message[offset...], total: message.count, isLast: true)
        return (0..<count).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> (8 * UInt64($0 % 8))) }
    }

    private static func compress(
        _ state: inout [UInt64], _ block: ArraySlice<UInt8>, total: Int, isLast: Bool
    ) {
        var words = [UInt64](repeating: 0, count: 16)
        for (index, byte) in block.enumerated() {
            words[index / 8] |= UInt64(byte) << (8 * UInt64(index % 8))
        }
        var v = state + start
        v[12] ^= UInt64(total)
        if isLast { v[14] = ~v[14] }
        for round in 0..<12 {
            let order = schedule[round % 10]
            for lane in 0..<4 {
                mix(
                    &v, (lane, 4 + lane, 8 + lane, 12 + lane), words[order[2 * lane]],
                    words[order[2 * lane + 1]])
            }
            for lane in 0..<4 {
                mix(
                    &v, (lane, 4 + (lane + 1) % 4, 8 + (lane + 2) % 4, 12 + (lane + 3) % 4),
                    words[order[8 + 2 * lane]], words[order[9 + 2 * lane]])
            }
        }
        for index in 0..<8 { state[index] ^= v[index] ^ v[index + 8] }
    }

    private static func mix(
        _ v: inout [UInt64], _ at: (a: Int, b: Int, c: Int, d: Int), _ x: UInt64, _ y: UInt64
    ) {
        v[at.a] = v[at.a] &+ v[at.b] &+ x
        v[at.d] = rotated(v[at.d] ^ v[at.a], by: 32)
        v[at.c] = v[at.c] &+ v[at.d]
        v[at.b] = rotated(v[at.b] ^ v[at.c], by: 24)
        v[at.a] = v[at.a] &+ v[at.b] &+ y
        v[at.d] = rotated(v[at.d] ^ v[at.a], by: 16)
        v[at.c] = v[at.c] &+ v[at.d]
        v[at.b] = rotated(v[at.b] ^ v[at.c], by: 63)
    }

    private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
        word >> count | word << (64 - count)
    }
}
