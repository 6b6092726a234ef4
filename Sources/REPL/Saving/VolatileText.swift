/// Replaces what differs between two runs of one session by placeholders.
///
/// Ids and addresses become `‹1›`, `‹2›`, in the order in which a run first shows them, so that two runs match
/// where the same record stands at the same places; times, dates and durations become `‹time›`.
struct VolatileText: Sendable {
    /// What stood for an id so far.
    private var numbers: [String: Int] = [:]

    /// - Returns: the text with placeholders, and its ids in order.
    mutating func settled(_ text: String) -> (text: String, ids: [String]) {
        let bytes = Array(text.utf8)
        var settled: [UInt8] = []
        var ids: [String] = []
        var place = 0
        while place < bytes.count {
            if place > 0 && Self.isWord(bytes[place - 1]) || !Self.isWord(bytes[place]) {
                settled.append(bytes[place])
                place += 1
            } else if let end = Self.timeEnd(in: bytes, at: place) {
                settled += "‹time›".utf8
                place = end
            } else {
                let end = Self.wordEnd(in: bytes, at: place)
                let word = bytes[place..<end]
                if Self.isID(word) {
                    let id = String(decoding: word, as: UTF8.self)
                    ids.append(id)
                    settled += "‹\(number(of: id))›".utf8
                } else {
                    settled += word
                }
                place = end
            }
        }
        return (String(decoding: settled, as: UTF8.self), ids)
    }

    private mutating func number(of id: String) -> Int {
        let number = numbers[id] ?? numbers.count + 1
        numbers[id] = number
        return number
    }

    // MARK: Ids

    /// A UUID is one word; other words end at a hyphen.
    private static func wordEnd(in text: [UInt8], at start: Int) -> Int {
        if let end = end(of: "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", in: text, at: start) {
            return end
        }
        return text[start...].firstIndex { !isWord($0) } ?? text.count
    }

    /// Reference, examples of 2025 and 2026: a letter and 7 to 12 hexadecimal digits, ten of them for
    /// videos, UUIDs. And what Lua shows of a table or function: `0x` and digits.
    static func isID(_ word: ArraySlice<UInt8>) -> Bool {
        if word.contains(UInt8(ascii: "-")) { return word.count == 36 }
        if word.starts(with: "0x".utf8) {
            return word.count >= 8 && word.dropFirst(2).allSatisfy(isHexDigit)
        }
        guard let first = word.first, word.contains(where: isDigit),
            word.dropFirst().allSatisfy(isHexDigit)
        else { return false }
        let isLetter = (97...122).contains(first)
        return isLetter && (8...13).contains(word.count) || isHexDigit(first) && word.count == 10
    }

    // MARK: Times

    private static func timeEnd(in text: [UInt8], at start: Int) -> Int? {
        if let day = end(of: "####-##-##", in: text, at: start) {
            let isJoined = day < text.count && (text[day] == 0x20 || text[day] == UInt8(ascii: "T"))
            let clock = isJoined ? clockEnd(in: text, at: day + 1) : nil
            return clock.map { zoneEnd(in: text, at: $0) } ?? wordBoundary(day, in: text)
        }
        return clockEnd(in: text, at: start).flatMap { wordBoundary($0, in: text) }
            ?? numberEnd(in: text, at: start)
    }

    /// `09:14`, `09:14:02`, `09:14:02.123`
    private static func clockEnd(in text: [UInt8], at start: Int) -> Int? {
        guard let minutes = end(of: "##:##", in: text, at: start) else { return nil }
        let seconds = end(of: ":##", in: text, at: minutes) ?? minutes
        return fractionEnd(in: text, at: seconds)
    }

    private static func zoneEnd(in text: [UInt8], at start: Int) -> Int {
        for zone in ["Z", " UTC", "+##:##", "-##:##", "+####", "-####"] {
            if let end = end(of: zone, in: text, at: start) { return end }
        }
        return start
    }

    /// Seconds or milliseconds since 1970, and numbers with a unit of time.
    private static func numberEnd(in text: [UInt8], at start: Int) -> Int? {
        let whole = text[start...].firstIndex { !isDigit($0) } ?? text.count
        guard whole > start else { return nil }
        let end = fractionEnd(in: text, at: whole)
        if [10, 13].contains(whole - start), wordBoundary(end, in: text) != nil { return end }
        for unit in ["ms", "s", "µs", "us", "ns", "min", "h"] {
            for gap in ["", " "] {
                guard let unitEnd = Self.end(of: gap + unit, in: text, at: end) else { continue }
                if let end = wordBoundary(unitEnd, in: text) { return end }
            }
        }
        return nil
    }

    private static func fractionEnd(in text: [UInt8], at start: Int) -> Int {
        guard let first = end(of: ".#", in: text, at: start) else { return start }
        return text[first...].firstIndex { !isDigit($0) } ?? text.count
    }

    /// Where a pattern ends: `#` is a digit, `x` a hexadecimal one, all else itself.
    private static func end(of pattern: String, in text: [UInt8], at start: Int) -> Int? {
        var place = start
        for wanted in pattern.utf8 {
            guard place < text.count else { return nil }
            let isMatch =
                switch wanted {
                case UInt8(ascii: "#"): isDigit(text[place])
                case UInt8(ascii: "x"): isHexDigit(text[place])
                default: text[place] == wanted
                }
            guard isMatch else { return nil }
            place += 1
        }
        return place
    }

    private static func wordBoundary(_ place: Int, in text: [UInt8]) -> Int? {
        place == text.count || !isWord(text[place]) ? place : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (97...102).contains(byte)
    }

    private static func isWord(_ byte: UInt8) -> Bool { LuaPieces.isNamePart(byte) }
}
