import JSONValue
import TavusAPI

extension Parameter {
    /// Reads `[params.NAME]`.
    /// - Returns: nil where it cannot be used; `problems` then says why.
    init?(_ name: String, _ value: JSONValue, problems: inout [RecipeProblem]) {
        let path = ["params", name]
        guard let table = value.objectValue else {
            let text = "expected a table such as { type = \"string\" }, found \(value.kindName)"
            problems.append(RecipeProblem(text, key: path))
            return nil
        }
        var reader = TableReader(table, at: path)
        let isNamed = Self.isName(name)
        if !isNamed {
            reader.refuse("a name is lowercase letters, digits and _, and begins with a letter")
        }
        let type = Self.type(&reader)
        self.init(name: name, type: type ?? .string, &reader)
        if type != nil { check(&reader) }
        let found = reader.finish()
        problems += found
        if type == nil || !isNamed { return nil }
    }

    private init(name: String, type: ParameterType, _ reader: inout TableReader) {
        self.name = name
        self.type = type
        isRequired = reader.flag("required") ?? false
        fallback = reader.value("default")
        help = reader.line("help", limit: 500) ?? ""
        choices = reader.lines("choices")
        minimum = reader.value("min")
        maximum = reader.value("max")
        pattern = reader.line("pattern", limit: 500)
        columns = reader.lines("columns")
        environment = reader.line("env")
        prompt = reader.line("prompt")
        short = Self.short(&reader)
        isHidden = reader.flag("hidden") ?? false
        deprecated = reader.line("deprecated")
    }

    /// The attributes that a parameter may have.
    static var keys: [String] {
        var reader = TableReader([:])
        _ = type(&reader)
        _ = Parameter(name: "", type: .string, &reader)
        return reader.known
    }

    private static func type(_ reader: inout TableReader) -> ParameterType? {
        guard let text = reader.line("type") else {
            if reader.problems.isEmpty { reader.refuse("has no type; add type = \"string\"") }
            return nil
        }
        if let type = ParameterType(spelled: text) { return type }
        let near = didYouMean(text, among: ParameterType.spellings)
        reader.refuse("there is no type \"\(DisplayText.safe(text, limit: 40))\".\(near)", "type")
        return nil
    }

    private static func short(_ reader: inout TableReader) -> Character? {
        guard let text = reader.line("short") else { return nil }
        if let letter = text.first, text.count == 1, letter.isASCII, letter.isLetter {
            return letter
        }
        let shown = DisplayText.safe(text, limit: 20)
        reader.refuse("expected one letter, found \"\(shown)\"", "short")
        return nil
    }

    static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard let first = bytes.first, letters.contains(first), bytes.count <= 40 else {
            return false
        }
        return bytes.allSatisfy {
            letters.contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "_")
        }
    }

    /// What contradicts itself, or what this program says already.
    private func check(_ reader: inout TableReader) {
        if HostWords.reserved.contains(name) {
            reader.refuse("\(flag) belongs to tavlua itself; choose another name")
        }
        if let short, HostWords.reservedShorts.contains(short) {
            reader.refuse("-\(short) belongs to tavlua itself; choose another letter", "short")
        }
        if isRequired && fallback != nil {
            reader.refuse("is required and has a default; drop one of them")
        }
        if type == .enumeration && choices.isEmpty {
            reader.refuse("an enum needs choices, such as choices = [\"md\", \"jsonl\"]")
        }
        if type != .rows && !columns.isEmpty {
            reader.refuse("only rows have columns; this is \(type.spelling)", "columns")
        }
        if let pattern, TextPattern(pattern) == nil {
            reader.refuse("this is no regular expression", "pattern")
        }
        for (key, bound) in [("min", minimum), ("max", maximum)] where bound != nil {
            if ParameterBound(of: bound, type) == nil {
                reader.refuse("expected \(type.boundExpectation)", key)
            }
        }
        checkDefault(&reader)
    }

    private func checkDefault(_ reader: inout TableReader) {
        guard let fallback else { return }
        if type == .secret || type == .rows {
            return reader.refuse("\(type.spelling) has no default; drop it", "default")
        }
        do throws(ParameterValue.Mistake) {
            // Whether a file is there is asked when the recipe runs.
            if case .path = type, fallback.stringValue != nil { return }
            _ = try ParameterValue(parameter: self).value(of: fallback)
        } catch {
            reader.refuse(error.text, "default")
        }
    }
}
