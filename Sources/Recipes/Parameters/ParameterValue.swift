import Glibc
import JSONValue
import TavusAPI
import TavusLua

/// Turns what was given for a parameter into the value that Lua sees, or says what is wrong with it.
struct ParameterValue {
    struct Mistake: Error {
        let text: String
    }

    let parameter: Parameter

    /// Of text, as a flag or a variable gives it. `text`, `json` and `rows` have been read by then.
    func value(of text: String) throws(Mistake) -> JSONValue {
        guard case .list(let element) = parameter.type else {
            return try bounded(value(of: text, as: parameter.type))
        }
        var items: [JSONValue] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            items.append(try value(of: String(part), as: element))
        }
        return .array(items)
    }

    /// Of JSON, as a file of parameters, a default or a Lua table gives it.
    func value(of json: JSONValue) throws(Mistake) -> JSONValue {
        guard case .list(let element) = parameter.type else {
            return try bounded(value(of: json, as: parameter.type))
        }
        // {} of Lua, where a list is meant, is one.
        guard let items = json.arrayValue ?? (json.objectValue?.isEmpty == true ? [] : nil) else {
            throw mismatch("a list", json)
        }
        var values: [JSONValue] = []
        for item in items { values.append(try value(of: item, as: element)) }
        return try bounded(.array(values))
    }

    private func value(of json: JSONValue, as type: ParameterType) throws(Mistake) -> JSONValue {
        switch (type, json) {
        case (.json, _): return json
        case (.bool, .bool), (.int, .integer), (.number, .integer), (.number, .number): return json
        case (.duration, .integer), (.duration, .number):
            guard let seconds = json.numberValue, seconds >= 0 else {
                throw mismatch("a duration", json)
            }
            return json
        case (.rows, .array(let rows)):
            guard rows.allSatisfy({ $0.objectValue != nil }) else {
                throw mismatch("a list of tables", json)
            }
            return json
        case (.rows, .object(let object)) where object.isEmpty: return .array([])
        case (.id(let kind), .object(let record)):
            guard let id = record["\(kind)_id"]?.stringValue else { throw mismatch("an id", json) }
            return try value(of: id, as: type)
        case (.bool, _): throw mismatch("true or false", json)
        case (.int, _): throw mismatch("a whole number", json)
        case (.number, _): throw mismatch("a number", json)
        case (.rows, _): throw mismatch("a list of tables", json)
        case (_, .string(let text)): return try value(of: text, as: type)
        default: throw mismatch("text", json)
        }
    }

    private func value(of text: String, as type: ParameterType) throws(Mistake) -> JSONValue {
        switch type {
        case .text: return try matched(text)
        case .string, .secret:
            guard !text.contains(where: \.isNewline) else {
                throw Mistake(text: "expected one line of text, found several")
            }
            return try matched(text)
        case .int:
            guard let number = Int64(text) else { throw mismatch("a whole number", text) }
            return .integer(number)
        case .number:
            if let number = Int64(text) { return .integer(number) }
            guard let number = Double(text), number.isFinite else {
                throw mismatch("a number", text)
            }
            return .number(number)
        case .bool:
            guard let flag = Self.flags[text.lowercased()] else {
                throw mismatch("true or false", text)
            }
            return .bool(flag)
        case .enumeration: return try chosen(text)
        case .duration:
            guard let duration = Duration(spelled: text) else {
                throw mismatch("a duration such as 90s, 45m, 6h or 2d", text)
            }
            return Self.seconds(duration)
        case .json:
            do { return try JSONValue(parsing: text) } catch {
                throw Mistake(text: "expected JSON: \(error)")
            }
        case .date, .url, .email, .id:
            guard let shape = TextShape(type), shape.fits(text) else {
                throw mismatch(TextShape(type)?.expectation ?? "text", text)
            }
            return try matched(text)
        case .path(let use): return try path(text, use)
        case .list, .rows: throw mismatch("a list", text)
        }
    }

    private static let flags = [
        "true": true, "yes": true, "on": true, "1": true,
        "false": false, "no": false, "off": false, "0": false,
    ]

    private static func seconds(_ duration: Duration) -> JSONValue {
        duration.components.attoseconds == 0
            ? .integer(duration.components.seconds) : .number(duration.inSeconds)
    }

    private func chosen(_ text: String) throws(Mistake) -> JSONValue {
        guard !parameter.choices.contains(text) else { return .string(text) }
        throw Mistake(
            text: "\"\(DisplayText.safe(text, limit: 60))\" is none of "
                + parameter.choices.map { DisplayText.safe($0, limit: 40) }.joined(separator: ", ")
                + "." + didYouMean(text, among: parameter.choices))
    }

    private func path(_ text: String, _ use: ParameterType.PathUse) throws(Mistake) -> JSONValue {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw mismatch("a path", text) }
        if use == .input, access(text, R_OK) != 0 {
            throw Mistake(
                text:
                    "cannot read \(DisplayText.safe(text, limit: 200)): \(String(cString: strerror(errno)))"
            )
        }
        if use == .output, access(Self.folder(of: text), W_OK) != 0 {
            let folder = DisplayText.safe(Self.folder(of: text), limit: 200)
            throw Mistake(text: "cannot write into \(folder): \(String(cString: strerror(errno)))")
        }
        return try matched(text)
    }

    /// An output that is a folder already is its own.
    private static func folder(of path: String) -> String {
        var facts = stat()
        if stat(path, &facts) == 0 { return path }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Choices and the pattern, which every kind of text may have.
    private func matched(_ text: String) throws(Mistake) -> JSONValue {
        if !parameter.choices.isEmpty { return try chosen(text) }
        guard let pattern = parameter.pattern else { return .string(text) }
        guard TextPattern(pattern)?.matches(text) ?? true else {
            throw Mistake(
                text: "\"\(DisplayText.safe(text, limit: 60))\" does not match "
                    + DisplayText.safe(pattern, limit: 100))
        }
        return .string(text)
    }

    /// Between `min` and `max`: the value of numbers, durations and dates, else the length.
    func bounded(_ value: JSONValue) throws(Mistake) -> JSONValue {
        guard let size = ParameterBound(value, parameter.type) else { return value }
        if let limit = ParameterBound(of: parameter.minimum, parameter.type), size < limit {
            throw Mistake(text: "\(size.text) is less than \(limit.text)")
        }
        if let limit = ParameterBound(of: parameter.maximum, parameter.type), limit < size {
            throw Mistake(text: "\(size.text) is more than \(limit.text)")
        }
        return value
    }

    private func mismatch(_ expected: String, _ found: String) -> Mistake {
        let shown =
            parameter.type == .secret ? "" : ", found \"\(DisplayText.safe(found, limit: 60))\""
        return Mistake(text: "expected \(expected)\(shown)")
    }

    private func mismatch(_ expected: String, _ found: JSONValue) -> Mistake {
        if let text = found.stringValue { return mismatch(expected, text) }
        return Mistake(text: "expected \(expected), found \(found.kindName)")
    }
}
