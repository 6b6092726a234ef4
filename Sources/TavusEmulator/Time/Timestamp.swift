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
        return String(unsafeUninitializedCapacity: Self.longest) { room in
            var text = DigitWriter(room)
            text.put(date, as: self)
            text.put(clock / 3600)
            text.put(":")
            text.put(clock / 60 % 60)
            text.put(":")
            text.put(clock % 60)
            text.putFraction(micros, as: self)
            return text.count
        }
    }

    // Years have four digits; the longest spelling takes 32 bytes.
    fileprivate static let longest = 48
}

/// Writes a time piece by piece into one string. Times are in every answer; put together from strings
/// of their parts, they took longer than the row they stand in.
private struct DigitWriter {
    private let room: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

    mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { text in
            for byte in text { put(byte: byte) }
        }
    }

    /// - Parameter width: filled up with zeros; a longer number keeps its digits.
    mutating func put(_ number: Int64, _ width: Int = 2) {
        var unit: Int64 = 1
        var places = 1
        while places < width || number / unit >= 10 {
            unit *= 10
            places += 1
        }
        while unit > 0 {
            put(byte: UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
    }

    mutating func put(_ date: CivilDate, as format: Timestamp) {
        guard case .rfc1123 = format else {
            put(date.year, 4)
            put("-")
            put(Int64(date.month))
            put("-")
            put(Int64(date.day))
            return put(format == .spaced ? " " : "T")
        }
        put(CivilDate.weekdays[date.weekday])
        put(", ")
        put(Int64(date.day))
        put(" ")
        put(CivilDate.months[date.month - 1])
        put(" ")
        put(date.year, 4)
        put(" ")
    }

    mutating func putFraction(_ micros: Int64, as format: Timestamp) {
        switch format {
        case .seconds, .bareSeconds, .rfc1123: break
        case .milliseconds:
            put(".")
            put(micros / 1000, 3)
        case .microseconds, .offset, .bareMicroseconds, .spaced:
            put(".")
            put(micros, 6)
        }
        switch format {
        case .seconds, .milliseconds, .microseconds: put("Z")
        case .offset: put("+00:00")
        case .rfc1123: put(" GMT")
        case .bareSeconds, .bareMicroseconds, .spaced: break
        }
    }

    private mutating func put(byte: UInt8) {
        room[count] = byte
        count += 1
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

    static let weekdays: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
