import Testing

@testable import Recipes

struct BLAKE2bTests {
    /// RFC 7693, appendix A.
    @Test func theHashOfTheStandardsExampleIsRight() {
        #expect(
            HexText.of(BLAKE2b.hash(Array("abc".utf8))) == """
                ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1\
                7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923
                """)
    }

    /// The unkeyed half of the self-test in RFC 7693, appendix E: lengths around the size of a block.
    @Test func hashesOfManyLengthsAreThoseOfPython() {
        func sequence(_ count: Int, seed: UInt32) -> [UInt8] {
            var a: UInt32 = 0xDEAD_4BAD &* seed
            var b: UInt32 = 1
            return (0..<count).map { _ in
                let t = a &+ b
                a = b
                b = t
                return UInt8(truncatingIfNeeded: t >> 24)
            }
        }
        var hashes: [UInt8] = []
        for length in [20, 32, 48, 64] {
            for count in [0, 3, 128, 129, 255, 1024] {
                hashes += BLAKE2b.hash(sequence(count, seed: UInt32(count)), count: length)
            }
        }
        #expect(HexText.of(BLAKE2b.hash(hashes, count: 32)) == pythonsAnswer)
    }

    /// Of hashlib.blake2b of Python 3.11.
    private let pythonsAnswer = "681f345ad53c6360214ea500fd259edddbca775f605fad81b9b189d6d88e15c6"
}
