/// Finds what is given to a name that says it is secret: `api_key = "…"`, `["x-api-key"] = "…"`,
/// `"password": "…"`, `-H "x-api-key: …"`, `TAVUS_API_KEY=…`, `?token=…`, `.login …`.
///
/// Only literals are found: in `api_key = os.getenv("KEY")` nothing is secret.
struct SecretFields {
    private let text: [UInt8]
    /// In a JSON Patch, the name stands in `path` and the secret in `value`.
    private let namesValue: Bool

    static func values(in text: [UInt8]) -> [Range<Int>] {
        let names = words(in: text)
        let secret = names.filter { SecretName.isSecret(text[$0]) }
        let isPatch = secret.contains { name in
            name.lowerBound > 0 && text[name.lowerBound - 1] == UInt8(ascii: "/")
                && name.upperBound < text.count && isQuote(text[name.upperBound])
        }
        let fields = SecretFields(text: text, namesValue: isPatch)
        return fields.values(after: names) + fields.commandArguments()
    }

    private func values(after names: [Range<Int>]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var quotes = OpenQuote()
        for name in names {
            quotes.advance(to: name.lowerBound, in: text)
            let isValue = namesValue && text[name].elementsEqual("value".utf8)
            // What is inside a value is hidden already; looking again would take the square of the time.
            let isHidden = name.lowerBound < found.last?.upperBound ?? 0
            guard !isHidden, isValue || SecretName.isSecret(text[name]) else { continue }
            found += value(after: name, inside: quotes.quote)
        }
        return found
    }

    private func value(after name: Range<Int>, inside open: UInt8?) -> [Range<Int>] {
        var place = name.upperBound
        var open = open
        let closing = skip(from: place) { $0 == UInt8(ascii: "\\") }
        let isQuoted = byte(closing).map(Self.isQuote) ?? false
        if isQuoted {
            if closing == place && byte(closing) == open { open = nil }
            place = closing + 1
        }
        let afterName = place
        place = skip(from: place) { Self.isBlank($0) || $0 == UInt8(ascii: "]") }
        if text[place...].starts(with: "<const>".utf8) {
            place = skip(from: place + 7, while: Self.isBlank)
        }
        let sign = separator(at: place, isName: isQuoted && isWholeString(name))
        // Two blanks: how a record is shown, as in `api_key  "…"`.
        guard sign > place || place >= afterName + 2 else { return [] }
        let start = skip(from: sign) { Self.isBlank($0) || $0 == UInt8(ascii: "(") }
        if let values = literals(at: start, inside: open) { return values }
        return bareValue(of: name, separator: place..<sign, at: start).map { [$0] } ?? []
    }

    /// Where what stands between a name and its value ends: `=`, `==`, `:`, and after a name that is an argument
    /// `,`.
    private func separator(at place: Int, isName: Bool) -> Int {
        switch byte(place) {
        case UInt8(ascii: "="): skip(from: place) { $0 == UInt8(ascii: "=") }
        case UInt8(ascii: ":"): place + 1
        case UInt8(ascii: ",") where isName: place + 1
        default: place
        }
    }

    /// Whether the string that ends with this name is nothing but a name or a path.
    private func isWholeString(_ name: Range<Int>) -> Bool {
        let first = text[..<name.lowerBound].last {
            !Self.isNamePart($0) && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/")
        }
        return first.map(Self.isQuote) ?? false
    }

    // MARK: Literals

    /// What is between the quotes of a string, and of those that `..` adds to it; nil for no string.
    private func literals(at start: Int, inside open: UInt8?) -> [Range<Int>]? {
        var found: [Range<Int>] = []
        var start = start
        while let (content, end) = literal(at: start, inside: open) {
            found.append(content)
            let dots = skip(from: end, while: Self.isBlank)
            guard text[dots...].starts(with: "..".utf8) else { break }
            start = skip(from: dots + 2, while: Self.isBlank)
        }
        return found.isEmpty ? nil : found.filter { !isScheme($0) }
    }

    private func literal(at start: Int, inside open: UInt8?) -> (content: Range<Int>, end: Int)? {
        if let long = longLiteral(at: start) { return long }
        let first = skip(from: start) { $0 == UInt8(ascii: "\\") }
        guard let quote = byte(first), Self.isQuote(quote) else { return nil }
        // Inside a string of this quote, it ends that string.
        if first == start && quote == open { return nil }
        let level = first - start
        var place = first + 1
        while let next = byte(place) {
            let slashes = skip(from: place) { $0 == UInt8(ascii: "\\") } - place
            let after = byte(place + slashes)
            let isEnd = level == 0 ? slashes % 2 == 0 : slashes <= level
            if after == quote && isEnd {
                let end = level == 0 ? place + slashes : place
                return ((first + 1)..<end, place + slashes + 1)
            }
            // Without its end it goes on to the end of the line.
            if next == UInt8(ascii: "\n") { return ((first + 1)..<place, place) }
            place = min(text.count, place + slashes + 1)
        }
        return ((first + 1)..<text.count, text.count)
    }

    /// `[[…]]`, `[==[…]==]`
    private func longLiteral(at start: Int) -> (content: Range<Int>, end: Int)? {
        guard byte(start) == UInt8(ascii: "[") else { return nil }
        let second = skip(from: start + 1) { $0 == UInt8(ascii: "=") }
        guard byte(second) == UInt8(ascii: "[") else { return nil }
        var closing = Array(text[start...second])
        closing[0] = UInt8(ascii: "]")
        closing[closing.count - 1] = UInt8(ascii: "]")
        var place = second + 1
        while place < text.count {
            if text[place...].starts(with: closing) {
                return ((second + 1)..<place, place + closing.count)
            }
            place += 1
        }
        return ((second + 1)..<text.count, text.count)
    }

    /// "Bearer " before a variable.
    private func isScheme(_ content: Range<Int>) -> Bool {
        let word = String(decoding: text[content], as: UTF8.self).lowercased()
        return ["bearer ", "basic ", "token "].contains(word)
    }

    // MARK: Values without quotes

    private func bareValue(
        of name: Range<Int>, separator: Range<Int>, at start: Int
    ) -> Range<Int>? {
        let word = text[name]
        let before = byte(name.lowerBound - 1)
        let isFlag = word.starts(with: "--".utf8)
        let isQuery = before == UInt8(ascii: "?") || before == UInt8(ascii: "&")
        let isVariable = !word.contains { (97...122).contains($0) } && start == separator.upperBound
        let ends: String
        switch byte(separator.lowerBound) {
        case UInt8(ascii: ":"):
            let isHeader =
                word.contains(UInt8(ascii: "-"))
                || String(decoding: word, as: UTF8.self).lowercased() == "authorization"
            guard isHeader else { return nil }
            ends = "\"'\n"
        case UInt8(ascii: "=") where separator.count == 1 && isQuery: ends = "&#\"'\\ \t\n)]}"
        case UInt8(ascii: "=") where separator.count == 1 && (isFlag || isVariable):
            ends = " \t\n;\"'"
        default: return nil
        }
        let end = skip(from: start) { !ends.utf8.contains($0) }
        let value = start..<end
        // Of a shell, and a call of Lua.
        guard byte(start) != UInt8(ascii: "$"), !text[value].contains(UInt8(ascii: "(")) else {
            return nil
        }
        return value
    }

    /// What follows `.login`, and flags such as `--api-key`, on their line.
    private func commandArguments() -> [Range<Int>] {
        var found: [Range<Int>] = []
        for word in Self.words(in: text, including: UInt8(ascii: ".")) {
            let start = skip(from: word.upperBound) { $0 == UInt8(ascii: " ") }
            guard start > word.upperBound else { continue }
            let name = text[word]
            let isFirst = text[..<word.lowerBound].last { $0 != UInt8(ascii: " ") } ?? 0x0a == 0x0a
            if isFirst && name.elementsEqual(".login".utf8) {
                found.append(start..<skip(from: start) { $0 != UInt8(ascii: "\n") })
            } else if name.starts(with: "--".utf8), SecretName.isSecret(name),
                byte(start).map({ Self.isNamePart($0) && $0 != UInt8(ascii: "-") }) ?? false
            {
                found.append(start..<skip(from: start) { !" \t\n\"'".utf8.contains($0) })
            }
        }
        return found
    }

    // MARK: Bytes

    private func byte(_ place: Int) -> UInt8? {
        text.indices.contains(place) ? text[place] : nil
    }

    private func skip(from place: Int, while isSkipped: (UInt8) -> Bool) -> Int {
        guard place < text.count else { return text.count }
        return text[place...].firstIndex { !isSkipped($0) } ?? text.count
    }

    private static func words(in text: [UInt8], including other: UInt8? = nil) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        while let start = text[place...].firstIndex(where: { isNamePart($0) || $0 == other }) {
            let end = text[start...].firstIndex { !isNamePart($0) && $0 != other } ?? text.count
            found.append(start..<end)
            place = end
        }
        return found
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
}

/// In which string of Lua a place of a text is.
private struct OpenQuote {
    private(set) var quote: UInt8?
    private var place = 0

    /// Strings end with their line, so that the apostrophe of a comment does no harm beyond it.
    mutating func advance(to end: Int, in text: [UInt8]) {
        while place < end {
            switch text[place] {
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "\n"): quote = nil
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if quote == nil { quote = text[place] } else if quote == text[place] { quote = nil }
            default: break
            }
            place += 1
        }
    }
}
