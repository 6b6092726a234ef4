import JSONValue
import TavusAPI

/// Reads a table of a header key by key, and remembers all that is wrong with it.
public struct TableReader {
    private let table: JSONObject
    /// Where the table stands.
    public let path: [String]
    public private(set) var problems: [RecipeProblem] = []
    /// What was asked for so far.
    private(set) var known: [String] = []

    public init(_ table: JSONObject, at path: [String] = []) {
        self.table = table
        self.path = path
    }

    public mutating func value(_ key: String) -> JSONValue? {
        known.append(key)
        return table[key]
    }

    /// Text on one line, of 1 to `limit` characters.
    public mutating func line(_ key: String, limit: Int = 200) -> String? {
        guard let text = text(key, limit: limit) else { return nil }
        guard !text.contains(where: \.isNewline) else {
            refuse("expected one line of text, found several", key)
            return nil
        }
        return text
    }

    public mutating func text(_ key: String, limit: Int = 16_384) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.stringValue else {
            refuse("expected text in quotes, found \(value.kindName)", key)
            return nil
        }
        guard !text.isEmpty, text.count <= limit else {
            refuse(
                text.isEmpty ? "is empty; leave it out" : "is longer than \(limit) characters", key)
            return nil
        }
        return text
    }

    /// A list of lines; one alone may stand without brackets.
    public mutating func lines(_ key: String, limit: Int = 200) -> [String] {
        guard let value = value(key) else { return [] }
        if let text = value.stringValue { return [text] }
        let texts = value.arrayValue.map { $0.compactMap(\.stringValue) }
        guard let texts, texts.count == value.arrayValue?.count else {
            refuse("expected a list of texts, found \(value.kindName)", key)
            return []
        }
        return texts
    }

    public mutating func flag(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let flag = value.boolValue else {
            refuse("expected true or false, found \(value.kindName)", key)
            return nil
        }
        return flag
    }

    public mutating func integer(_ key: String) -> Int64? {
        guard let value = value(key) else { return nil }
        guard let number = value.integerValue else {
            refuse("expected a whole number, found \(value.kindName)", key)
            return nil
        }
        return number
    }

    public mutating func object(_ key: String) -> JSONObject? {
        guard let value = value(key) else { return nil }
        guard let object = value.objectValue else {
            refuse("expected a table, found \(value.kindName)", key)
            return nil
        }
        return object
    }

    /// One of a few words.
    public mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        guard let text = line(key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        refuse(
            "\"\(DisplayText.safe(text, limit: 40))\" is none of "
                + words.joined(separator: ", ") + "." + didYouMean(text, among: words), key)
        return nil
    }

    public mutating func refuse(_ text: String, _ key: String? = nil) {
        note(RecipeProblem(text, key: path + [key].compactMap(\.self)))
    }

    public mutating func note(_ problem: RecipeProblem) { problems.append(problem) }

    /// Keys that nobody asked for are warnings: a later release may know them.
    public mutating func finish() -> [RecipeProblem] {
        for key in table.keys where !known.contains(key) {
            let shown = DisplayText.safe(key, limit: 40)
            let text = "unknown key \"\(shown)\"." + didYouMean(key, among: known)
            problems.append(RecipeProblem(text, key: path + [key], severity: .warning))
        }
        return problems
    }
}

/// " Did you mean "x"?", or nothing.
func didYouMean(_ word: String, among words: [String]) -> String {
    nearest(word, among: words).map { " Did you mean \"\($0)\"?" } ?? ""
}

extension JSONValue {
    /// As messages name what was found.
    var kindName: String {
        switch self {
        case .null: "nothing"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "a table"
        }
    }
}
