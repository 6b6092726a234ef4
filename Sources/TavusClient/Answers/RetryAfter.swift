import TavusAPI

/// The `Retry-After` header: whole seconds or a date.
enum RetryAfter {
    /// Seconds from now, never negative; nil for anything that is neither.
    ///
    /// Source: RFC 9110, 10.2.3.
    static func seconds(in text: String, now: Double) -> Double? {
        let bytes = text.utf8
        if !bytes.isEmpty, bytes.allSatisfy({ (0x30...0x39).contains($0) }) {
            // Int and not Double: "1e400" and more digits than any wait has must not become infinite.
            return Double(Int32(text) ?? .max)
        }
        return APITimestamp.parse(text).map { max(0, $0 - now) }
    }
}
