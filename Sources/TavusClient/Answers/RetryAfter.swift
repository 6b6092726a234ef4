import TavusAPI

/// The `Retry-After` header: whole seconds or a date.
enum RetryAfter {
    /// Seconds from now, never negative; nil for anything that is neither.
    ///
    /// Source: RFC 9110, 10.2.3.
    static func seconds(in text: String, now: Double) -> Double? {
        let bytes = text.utf8
        if !bytes.isEmpty, bytes.allSatisfy({ (0x30...0x39).contains($0) }) {
            // More digits than any wait has still mean "not soon", and must not become infinite.
            return Double(Int32(text) ?? .max)
        }
        return APITimestamp.parse(text).map { max(0, $0 - now) }
    }
}
