/// The part of a row that an error is about.
struct CaretTarget: Equatable {
    /// Offset of its first character, and how many it has.
    var offset: Int
    var length: Int
    /// The name, where it is one, and those before it: `tavus` and `personas` of `tavus.personas.lst`.
    var name: String?
    var path: [String] = []

    func before(_ row: String) -> String { String(row.prefix(offset)) }

    /// What the message names, if it is in the row exactly once, or once as that kind of name.
    init?(message: String, row: String) {
        let characters = Array(row)
        if let (name, isMember) = Self.named(by: message) {
            guard let offset = Self.only(name, in: characters, isMember: isMember) else {
                return nil
            }
            self.init(offset: offset, length: name.count, name: name)
            path = Self.path(before: offset, in: characters)
        } else if let token = Self.token(near: message) {
            guard let offset = Self.last(token, in: characters) else { return nil }
            self.init(offset: offset, length: token.count, name: nil)
        } else if message.hasSuffix("<eof>") {
            self.init(offset: characters.count, length: 1, name: nil)
        } else {
            return nil
        }
    }

    /// A keyword after a dot or a colon.
    init?(keywordIn row: String) {
        let characters = Array(row)
        for (offset, character) in characters.enumerated()
        where character == "." || character == ":" {
            let word = String(characters[(offset + 1)...].prefix { Self.isNamePart($0) })
            guard LuaName.keywords.contains(word) else { continue }
            self.init(offset: offset + 1, length: word.count, name: word)
            path = Self.path(before: offset + 1, in: characters)
            return
        }
        return nil
    }

    private init(offset: Int, length: Int, name: String?) {
        self.offset = offset
        self.length = length
        self.name = name
    }

    // MARK: What messages name

    /// `(field 'persona')` of Lua, `unknown field "sytem_prompt"` and `tavus.persona: there is no such` of ours.
    private static func named(by message: String) -> (name: String, isMember: Bool)? {
        for kind in ["global", "local", "upvalue", "field", "method"] {
            if let name = between("(\(kind) '", "')", message) {
                return (name, kind == "field" || kind == "method")
            }
        }
        if let name = between("unknown field \"", "\"", message) { return (name, false) }
        if let range = message.firstRange(of: ": there is no such ") {
            let path = message[..<range.lowerBound].split(separator: ".")
            return path.last.map { (String($0), path.count > 1) }
        }
        return nil
    }

    private static func token(near message: String) -> String? {
        guard let token = between("near '", "'", message), token != "<eof>" else { return nil }
        return token
    }

    private static func between(_ start: String, _ end: String, _ text: String) -> String? {
        guard let from = text.firstRange(of: start)?.upperBound,
            let to = text[from...].firstRange(of: end)?.lowerBound
        else { return nil }
        let found = text[from..<to]
        return found.isEmpty ? nil : String(found)
    }

    // MARK: Where it is

    private static func only(_ name: String, in row: [Character], isMember: Bool) -> Int? {
        let places = places(of: name, in: row, isWhole: true)
        let members = places.filter { $0 > 0 && (row[$0 - 1] == "." || row[$0 - 1] == ":") }
        let found = isMember && !members.isEmpty ? members : places
        return found.count == 1 ? found[0] : nil
    }

    private static func last(_ token: String, in row: [Character]) -> Int? {
        places(of: token, in: row, isWhole: false).last
    }

    private static func places(of text: String, in row: [Character], isWhole: Bool) -> [Int] {
        let wanted = Array(text)
        guard !wanted.isEmpty, wanted.count <= row.count else { return [] }
        return (0...(row.count - wanted.count)).filter { start in
            guard row[start..<(start + wanted.count)].elementsEqual(wanted) else { return false }
            guard isWhole else { return true }
            let end = start + wanted.count
            let isCutBefore = start > 0 && isNamePart(row[start - 1])
            let isCutAfter = end < row.count && isNamePart(row[end])
            return !isCutBefore && !isCutAfter
        }
    }

    /// The names that lead to what stands at `offset`.
    private static func path(before offset: Int, in row: [Character]) -> [String] {
        var names: [String] = []
        var end = offset
        while end > 0, row[end - 1] == "." || row[end - 1] == ":" {
            var start = end - 1
            while start > 0, isNamePart(row[start - 1]) { start -= 1 }
            guard start < end - 1 else { return [] }
            names.insert(String(row[start..<(end - 1)]), at: 0)
            end = start
        }
        return names
    }

    private static func isNamePart(_ character: Character) -> Bool {
        character == "_" || (character.isASCII && (character.isLetter || character.isNumber))
    }
}
