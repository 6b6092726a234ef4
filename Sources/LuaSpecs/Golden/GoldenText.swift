import JSONValue

/// A value as a golden file has it: ids and times of one run are numbered in the order in which they come, so
/// that another run gives the same text, and still shows which of them are the same.
struct GoldenText {
    let text: String

    init(_ value: JSONValue) {
        var names = Names()
        text = names.named(value).serialized(.init(isPretty: true)) + "\n"
    }

    private struct Names {
        private var ids: [Substring: String] = [:]
        private var times: [Substring: String] = [:]

        mutating func named(_ value: JSONValue) -> JSONValue {
            switch value {
            case .string(let text): .string(named(text))
            case .array(let items): .array(items.map { named($0) })
            case .object(let object):
                .object(object.reduce(into: [:]) { $0[named($1.key)] = named($1.value) })
            default: value
            }
        }

        private mutating func named(_ text: String) -> String {
            var result = ""
            var rest = text[...]
            while let first = rest.unicodeScalars.first {
                if let time = Self.time(rest) {
                    result += name(time, in: \.times, "time")
                    rest = rest[time.endIndex...]
                    continue
                }
                let word = Self.word(rest)
                guard !word.isEmpty else {
                    result.unicodeScalars.append(first)
                    rest.unicodeScalars.removeFirst()
                    continue
                }
                result += Self.isID(word) ? name(word, in: \.ids, "id") : String(word)
                rest = rest[word.endIndex...]
            }
            return result
        }

        private mutating func name(
            _ text: Substring, in names: WritableKeyPath<Names, [Substring: String]>, _ kind: String
        ) -> String {
            if let known = self[keyPath: names][text] { return known }
            let name = "<\(kind) \(self[keyPath: names].count + 1)>"
            self[keyPath: names][text] = name
            return name
        }

        private static func word(_ text: Substring) -> Substring {
            text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }

        /// At least ten hex digits, some of them no letters, after up to three letters: `r79e1c033fa2b`.
        private static func isID(_ word: Substring) -> Bool {
            (0...3).contains { skipped in
                let digits = word.dropFirst(skipped)
                return digits.count >= 10
                    && digits.allSatisfy { $0.isHexDigit && !$0.isUppercase }
                    && digits.contains { $0.isNumber }
            }
        }

        /// A date and time of ISO 8601 at the beginning.
        private static func time(_ text: Substring) -> Substring? {
            let shape = "dddd-dd-ddTdd:dd:dd"
            var end = text.startIndex
            for expected in shape {
                guard end < text.endIndex else { return nil }
                let found = text[end]
                let fits =
                    expected == "d"
                    ? found.isASCII && found.isNumber
                    : expected == "T" ? found == "T" || found == " " : found == expected
                guard fits else { return nil }
                end = text.index(after: end)
            }
            if end < text.endIndex, text[end] == "." {
                let digits = text[text.index(after: end)...].prefix { $0.isASCII && $0.isNumber }
                end = digits.endIndex
            }
            if end < text.endIndex, text[end] == "Z" { end = text.index(after: end) }
            return text[text.startIndex..<end]
        }
    }
}
