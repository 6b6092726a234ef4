import Glibc

/// A moment as days and minutes of UTC.
struct UTCTime {
    /// "2026-11-21"
    let day: String
    /// "09:14"
    let minute: String

    /// - Parameter seconds: since 1970.
    init(_ seconds: Int64) {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        day =
            "\(Int(parts.tm_year) + 1900)-\(Self.two(parts.tm_mon + 1))-\(Self.two(parts.tm_mday))"
        minute = "\(Self.two(parts.tm_hour)):\(Self.two(parts.tm_min))"
    }

    private static func two(_ number: CInt) -> String { (number < 10 ? "0" : "") + String(number) }
}
