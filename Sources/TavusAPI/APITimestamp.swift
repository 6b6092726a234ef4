/// The times of the API, in every spelling that it uses.
///
/// The reference says that all of them follow ISO 8601, and shows others:
///
/// | spelling | where |
/// |---|---|
/// | `2024-12-19T10:30:00Z` | conversations, objectives, guardrails, documents |
/// | `2024-01-24T07:14:03.327Z` | replicas |
/// | `2025-07-11T06:45:47.472000Z` | list rows, callbacks |
/// | `Mon, 14 Jul 2025 09:14:24 GMT` | a new video |
/// | `2024-08-28 15:27:40.824457` | the callback of a video |
/// | `2026-06-10T17:04:52.183947+00:00` | skills |
/// | `2026-06-10T17:04:52` | canvas rows; no zone is UTC |
/// | `1752216347.472` | turns of a transcript |
public enum APITimestamp {
    /// Seconds since 1970-01-01T00:00:00Z; nil for a text in none of the spellings, or a date that is
    /// none.
    public static func parse(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 64 else { return nil }
        return calendarTime(bytes) ?? internetMessageTime(bytes) ?? unixTime(bytes)
    }

    /// RFC 3339, with a space for the `T` and without a zone too.
    private static func calendarTime(_ bytes: [UInt8]) -> Double? {
        var text = Cursor(bytes)
        guard let year = text.number(digits: 4), text.skip("-"), let month = text.number(digits: 2),
            text.skip("-"), let day = text.number(digits: 2),
            text.skip("T") || text.skip("t") || text.skip(" "),
            let time = text.clock(), let fraction = text.fraction(), let offset = text.zone(),
            text.isAtEnd, let days = days(year: year, month: month, day: day)
        else { return nil }
        return Double(days * 86_400 + time - offset) + fraction
    }

    /// RFC 1123, as HTTP writes dates: always GMT.
    private static func internetMessageTime(_ bytes: [UInt8]) -> Double? {
        var text = Cursor(bytes)
        guard text.word(among: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]) != nil,
            text.skip(","), text.skip(" "), let day = text.number(digits: 2), text.skip(" "),
            let month = text.word(among: months), text.skip(" "),
            let year = text.number(digits: 4), text.skip(" "), let time = text.clock(),
            text.skip(" "), text.word(among: ["GMT", "UTC"]) != nil, text.isAtEnd,
            let days = days(year: year, month: month + 1, day: day)
        else { return nil }
        return Double(days * 86_400 + time)
    }

    /// Nine or ten digits before the point: 1973 to 2286. Fewer could be a year, more are milliseconds.
    private static func unixTime(_ bytes: [UInt8]) -> Double? {
        var text = Cursor(bytes)
        guard let seconds = text.number(digits: 10) ?? text.number(digits: 9),
            let fraction = text.fraction(), text.isAtEnd
        else { return nil }
        return Double(seconds) + fraction
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Days since 1970-01-01 in the proleptic Gregorian calendar; nil for a date that is none.
    ///
    /// The year is taken to begin in March, so that the leap day is its last. Howard Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms".
    static func days(year: Int, month: Int, day: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// Reads a text from left to right. What does not fit leaves the place where it was.
private struct Cursor {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// Exactly this many digits.
    mutating func number(digits: Int) -> Int? {
        guard place + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[place..<place + digits] {
            guard Self.isDigit(byte) else { return nil }
            value = value * 10 + Int(byte & 0x0f)
        }
        place += digits
        return value
    }

    /// The position of the word in the list.
    mutating func word(among words: [String]) -> Int? {
        let index = words.firstIndex { bytes[place...].starts(with: $0.utf8) }
        if let index { place += words[index].utf8.count }
        return index
    }

    /// `hh:mm:ss` in seconds; a leap second counts as the first one after it.
    mutating func clock() -> Int? {
        let start = place
        guard let hour = number(digits: 2), hour < 24, skip(":"), let minute = number(digits: 2),
            minute < 60, skip(":"), let second = number(digits: 2), second <= 60
        else {
            place = start
            return nil
        }
        return hour * 3600 + minute * 60 + second
    }

    /// The part behind a point; 0 without one, nil for a point without digits.
    mutating func fraction() -> Double? {
        guard skip(".") else { return 0 }
        let digits = bytes[place...].prefix(while: Self.isDigit)
        guard !digits.isEmpty else { return nil }
        place += digits.count
        // Read as one number: adding up tenths would gather an error.
        return Double("0." + String(decoding: digits, as: UTF8.self))
    }

    /// `Z`, `+hh:mm`, `-hhmm` or nothing, in seconds east of UTC.
    mutating func zone() -> Int? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
