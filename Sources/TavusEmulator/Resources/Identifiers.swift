/// New ids, in the lengths of 2026: a letter and 11 hex digits, ten hex digits for videos, a UUID
/// for documents. What comes in as an id is never checked for its length.
enum Identifiers {
    static func prefixed(_ letter: String) -> String { letter + hex(11) }

    static func flatGuardrail() -> String { "g" + hex(12) }

    static func pronunciationDictionary() -> String { "pd_" + hex(16) }

    static func video() -> String { hex(10) }

    /// Version 4, RFC 9562.
    static func document() -> String {
        let variant = ["8", "9", "a", "b"].randomElement() ?? "8"
        return "\(hex(8))-\(hex(4))-4\(hex(3))-\(variant)\(hex(3))-\(hex(12))"
    }

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
