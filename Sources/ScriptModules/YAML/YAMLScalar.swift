import JSONValue
import Yams

/// What a word of YAML means by the core schema of YAML 1.2.2, section 10.3.2.
enum YAMLScalar {
    static func value(_ scalar: Node.Scalar) throws(YAMLReader.Problem) -> JSONValue {
        switch scalar.tag.description {
        case "" where scalar.style != .plain, "tag:yaml.org,2002:str", "!":
            return .string(scalar.string)
        case "":
            return try plain(scalar.string, line: scalar.mark?.line)
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null":
            let value = try plain(scalar.string, line: scalar.mark?.line)
            guard value.stringValue == nil else {
                throw YAMLReader.Problem(
                    line: scalar.mark?.line,
                    reason: "\"\(scalar.string)\" is not what its tag says")
            }
            return value
        case let tag:
            throw YAMLReader.Problem(
                line: scalar.mark?.line, reason: "the tag \(tag) has no meaning here")
        }
    }

    /// Whether a text without quotes would be read as something else, here or by a reader of YAML 1.1.
    static func needsQuotes(_ text: String) -> Bool {
        if text.isEmpty || words[text] != nil || older.contains(text.lowercased()) { return true }
        // A number in any dialect, a time, a merge: none begins otherwise.
        guard let first = text.utf8.first else { return true }
        return "0123456789+-.<=".utf8.contains(first)
    }

    private static let words: [String: JSONValue] = [
        "": .null, "~": .null, "null": .null, "Null": .null, "NULL": .null,
        "true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false,
    ]
    /// Booleans of YAML 1.1, which many readers still know.
    private static let older: Set<String> = ["y", "n", "yes", "no", "on", "off"]

    private static func plain(_ text: String, line: Int?) throws(YAMLReader.Problem) -> JSONValue {
        if let word = words[text] { return word }
        guard let first = text.utf8.first, "0123456789+-.".utf8.contains(first) else {
            return .string(text)
        }
        if let integer = integer(text) { return integer }
        if isFloat(text), let number = Double(text) {
            guard number.isFinite else {
                throw YAMLReader.Problem(line: line, reason: "\(text) is beyond all numbers")
            }
            return .number(number)
        }
        if text.wholeMatch(of: /[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)/) != nil {
            throw YAMLReader.Problem(line: line, reason: "\(text) has no form in JSON")
        }
        return .string(text)
    }

    private static func integer(_ text: String) -> JSONValue? {
        let digits: Substring
        let radix: Int
        switch text.prefix(2) {
        case "0o": (digits, radix) = (text.dropFirst(2), 8)
        case "0x": (digits, radix) = (text.dropFirst(2), 16)
        default: (digits, radix) = (text[...], 10)
        }
        let isSigned = radix == 10 && (digits.hasPrefix("-") || digits.hasPrefix("+"))
        let body = isSigned ? digits.dropFirst() : digits
        guard !body.isEmpty, body.utf8.allSatisfy({ isDigit($0, radix) }) else { return nil }
        if let exact = Int64(digits, radix: radix) { return .integer(exact) }
        return radix == 10 ? Double(digits).map { .number($0) } : nil
    }

    private static func isDigit(_ byte: UInt8, _ radix: Int) -> Bool {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix } ?? false
    }

    private static func isFloat(_ text: String) -> Bool {
        text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil
    }
}
