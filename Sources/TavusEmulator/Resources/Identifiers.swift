/// New ids, in the lengths of 2026: a letter and 11 hex digits, ten hex digits for videos, a UUID
/// for documents. What comes in as an id is never checked for its length.
enum Identifiers {
    static func prefixed(_ letter: String) -> String { letter + hex(11) }

    static func flatGuardrail() -> String { "g" + hex(12) }

    static func pronunciationDictionary() -> String { "pd_" + hex(16) }

    static func video() -> String { hex(10) }

    /// Version 4, RFC 9562.
    static func document() -> String {
        let digits = Array(hex(32).utf8)
        return String(unsafeUninitializedCapacity: 36) { room in
            var count = 0
            for (index, digit) in digits.enumerated() {
                if [8, 12, 16, 20].contains(index) {
                    room[count] = UInt8(ascii: "-")
                    count += 1
                }
                switch index {
                case 12: room[count] = UInt8(ascii: "4")
                case 16: room[count] = variants[Int(digit < 58 ? digit - 48 : digit - 87) % 4]
                default: room[count] = digit
                }
                count += 1
            }
            return count
        }
    }

    // A digit's value is its ASCII code less 48, or for letters less 87.
    private static let variants = Array("89ab".utf8)

    static func hex(_ count: Int) -> String {
        // Sixteen digits at a time: each random number is a system call.
        var generator = SystemRandomNumberGenerator()
        var bits: UInt64 = 0
        return String(unsafeUninitializedCapacity: count) { room in
            for index in 0..<count {
                if index.isMultiple(of: 16) { bits = generator.next() }
                let digit = UInt8(truncatingIfNeeded: bits & 15)
                room[index] =
                    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                bits >>= 4
            }
            return count
        }
    }
}
