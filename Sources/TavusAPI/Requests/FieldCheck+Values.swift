import JSONValue

/// One value beside its type.
extension FieldCheck {
    mutating func value(
        _ value: JSONValue, as type: APIFieldType, isStrict: Bool, at path: String
    ) throws(ArgumentError) -> JSONValue {
        switch type {
        case .any:
            return value
        case .map:
            guard value.objectValue != nil else { throw mismatch(value, type, path) }
            return value
        case .boolean, .number, .integer:
            if !isStrict, value.spells(type) {
                // Many servers read "60" as 60; inside open objects it is theirs to say.
                warnings.append(mismatch(value, type, path).message)
                return value
            }
            return try scalar(value, as: type, isStrict: isStrict, at: path)
        case .string, .secret, .url, .identifier, .enumeration:
            guard let text = value.stringValue else { throw mismatch(value, type, path) }
            try self.text(text, as: type, isStrict: isStrict, at: path)
            return value
        case .list(let item):
            return .array(try list(value, of: item, isStrict: isStrict, at: path))
        case .object(let fields, let isOpen):
            guard let object = value.objectValue else { throw mismatch(value, type, path) }
            let checked = try members(object, of: fields, isOpen: isOpen, at: path)
            try required(fields, in: checked, at: path)
            return .object(checked)
        case .either(let types):
            return try either(value, types, type, isStrict: isStrict, at: path)
        }
    }

    private mutating func scalar(
        _ value: JSONValue, as type: APIFieldType, isStrict: Bool, at path: String
    ) throws(ArgumentError) -> JSONValue {
        switch type {
        case .boolean where value.boolValue == nil, .number where value.numberValue == nil:
            throw mismatch(value, type, path)
        case .integer(let range):
            return .integer(try integer(value, range, isStrict: isStrict, at: path))
        default: return value
        }
    }

    private mutating func integer(
        _ value: JSONValue, _ range: ClosedRange<Int64>?, isStrict: Bool, at path: String
    ) throws(ArgumentError) -> Int64 {
        // 1e3 and 60 * 10.0 are floats in Lua; `exactly` refuses a fraction and what int64 cannot hold.
        guard let integer = value.integerValue ?? value.numberValue.flatMap(Int64.init(exactly:))
        else {
            throw mismatch(value, .integer(range), path)
        }
        if let range, !range.contains(integer) {
            try doubt(path, "\(range.words) expected, got \(integer)", isStrict: isStrict)
        }
        return integer
    }

    private mutating func text(
        _ text: String, as type: APIFieldType, isStrict: Bool, at path: String
    ) throws(ArgumentError) {
        let shown = JSONValue.string(text).shownValue
        switch type {
        case .identifier where text.isEmpty:
            throw ArgumentError(path, "an id expected, got an empty string")
        case .secret where text == APIField.hiddenSecret:
            // Sent back, the asterisks would become the secret.
            throw ArgumentError(
                path, "\(shown) stands for a secret in answers; leave it out to keep the secret")
        case .url where text.firstRange(of: "://") == nil:
            // Not refused: no source says which schemes the service takes.
            warnings.append("\(path): \(shown) does not look like an address (https://…)")
        case .enumeration(let words, let isOpen) where !words.contains(text):
            let near = nearest(text, among: words)
            let hint = near.map { " Did you mean \"\($0)\"?" } ?? ""
            if !isOpen {
                try doubt(
                    path, "\(words.listed) expected, got \(shown).\(hint)", isStrict: isStrict)
            } else if let near, !Self.areVersions(text, near) {
                warnings.append("\(path): \(shown) is not known.\(hint)")
            }
        default: break
        }
    }

    /// "phoenix-5" beside "phoenix-4" is newer, not misspelt.
    private static func areVersions(_ left: String, _ right: String) -> Bool {
        func bare(_ text: String) -> String { text.lowercased().filter { !$0.isNumber } }
        return bare(left) == bare(right) && left.contains(where: \.isNumber)
    }

    private mutating func list(
        _ value: JSONValue, of item: APIFieldType, isStrict: Bool, at path: String
    ) throws(ArgumentError) -> [JSONValue] {
        // An empty Lua table says `{}`; the type says which of the two it is.
        if let object = value.objectValue, object.isEmpty { return [] }
        guard let items = value.arrayValue else { throw mismatch(value, .list(item), path) }
        var checked: [JSONValue] = []
        checked.reserveCapacity(items.count)
        for (index, element) in items.enumerated() {
            checked.append(
                try self.value(element, as: item, isStrict: isStrict, at: "\(path)[\(index + 1)]"))
        }
        return checked
    }

    private mutating func either(
        _ value: JSONValue, _ types: [APIFieldType], _ whole: APIFieldType, isStrict: Bool,
        at path: String
    ) throws(ArgumentError) -> JSONValue {
        var doubtful: (check: FieldCheck, value: JSONValue)?
        for type in types {
            var attempt = self
            do throws(ArgumentError) {
                let checked = try attempt.value(value, as: type, isStrict: isStrict, at: path)
                if attempt.warnings.count > warnings.count {
                    doubtful = doubtful ?? (attempt, checked)
                    continue
                }
                return checked
            } catch {
                // An element of the right list is at fault: that says more than the two names.
                if error.field != path { throw error }
            }
        }
        guard let doubtful else { throw mismatch(value, whole, path) }
        self = doubtful.check
        return doubtful.value
    }
}

extension ClosedRange<Int64> {
    fileprivate var words: String {
        upperBound == .max ? "at least \(lowerBound)" : "\(lowerBound) to \(upperBound)"
    }
}

extension JSONValue {
    /// Whether it is a text that spells a value of this type: "60" an integer, "true" a boolean.
    fileprivate func spells(_ type: APIFieldType) -> Bool {
        guard let text = stringValue else { return false }
        switch type {
        case .boolean: return text == "true" || text == "false"
        case .integer: return Int64(text) != nil
        case .number: return Double(text) != nil
        default: return false
        }
    }
}
