/// Writes a time in the spellings that the API really uses, each resource its own.
///
/// The reference says "all timestamps follow ISO 8601" and then shows an RFC 1123 one for videos;
/// the contradiction is real, so it is kept.
enum Timestamp {
    case seconds
    case milliseconds
    case microseconds
    /// Microseconds and `+00:00`: skills of PALs.
    case offset
    /// Seconds without a zone: tools.
    case bareSeconds
    /// Microseconds without a zone: canvas interactions, published PALs.
    case bareMicroseconds
    case rfc1123
    /// Without a zone, as callbacks of videos have it.
    case spaced

    /// The years that ISO 8601 writes with four digits, in seconds since 1970.
    static let range = -62_167_219_200.0...253_402_300_799.0

    /// - Parameter time: seconds since 1970; what lies beyond ``range`` is written as its end, since what
    ///   a record holds may come from a file that somebody else has written.
    func string(_ time: Double) -> String {
        let time = max(Self.range.lowerBound, min(Self.range.upperBound, time))
        // Rounded once, to the microsecond: a time that went through SQLite prints the same.
        let total = Int64((time * 1e6).rounded())
        let second = total.flooredQuotient(1_000_000)
        let micros = total - second * 1_000_000
        let day = second.flooredQuotient(86_400)
        let date = CivilDate(daysSince1970: day)
        let clock = second - day * 86_400
        let hms = "\(padded(clock / 3600)):\(padded(clock / 60 % 60)):\(padded(clock % 60))"
        switch self {
        case .seconds: return "\(date.iso)T\(hms)Z"
        case .milliseconds: return "\(date.iso)T\(hms).\(padded(micros / 1000, 3))Z"
        case .microseconds: return "\(date.iso)T\(hms).\(padded(micros, 6))Z"
        case .spaced: return "\(date.iso) \(hms).\(padded(micros, 6))"
        case .offset: return "\(date.iso)T\(hms).\(padded(micros, 6))+00:00"
        case .bareSeconds: return "\(date.iso)T\(hms)"
        case .bareMicroseconds: return "\(date.iso)T\(hms).\(padded(micros, 6))"
        case .rfc1123: return "\(date.rfc1123) \(hms) GMT"
        }
    }
}

/// A day of the Gregorian calendar, without Foundation on the path of every answer.
struct CivilDate: Equatable {
    let year: Int64
    let month: Int
    let day: Int
    let weekday: Int

    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        weekday = Int((days + 4) - (days + 4).flooredQuotient(7) * 7)
    }

    var iso: String { "\(padded(year, 4))-\(padded(Int64(month)))-\(padded(Int64(day)))" }

    var rfc1123: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return "\(weekdays[weekday]), \(padded(Int64(day))) \(months[month - 1]) \(padded(year, 4))"
    }
}

private func padded(_ number: Int64, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
