import LuaHost

/// The part of a row that an error is about.
struct CaretTarget: Equatable {
    /// Of the scalars of the row; one beyond its end where it stops too early.
    var range: Range<Int>
    /// The name, where it is one, and those before it: `tavus` and `personas` of `tavus.personas.lst`.
    var name: String?
    var path: [String] = []
    /// It stands after a colon.
    var isMethod = false

    /// What the message names, if it is in the row exactly once, or once as that kind of name.
    /// - Parameters:
    ///   - field: the field of a call that is wrong, where the error says which.
    ///   - above: the rows before it, each with its newline.
    init?(message: String, field: String? = nil, row: String, above: String = "") {
        let source = EntryRow(row, above: above)
        if let (name, isMember) = Self.named(by: message) ?? field.map({ ($0, false) }) {
            guard let range = source.only(name, isMember: isMember) else { return nil }
            self.init(range, name: name, in: source)
        } else if let token = Self.between("near '", "'", message), token != "<eof>" {
            guard let range = source.stop(at: token, message: message) else { return nil }
            self.init(range, name: LuaName.isWord(token) ? token : nil, in: source)
        } else if message.hasSuffix("<eof>") {
            let end = source.scalars.count
            self.init(end..<(end + 1), name: nil, in: source)
        } else {
            return nil
        }
    }

    private init(_ range: Range<Int>, name: String?, in source: EntryRow) {
        self.range = range
        self.name = name
        guard name != nil else { return }
        path = source.path(before: range.lowerBound)
        isMethod = range.lowerBound > 0 && source.scalars[range.lowerBound - 1] == ":"
    }

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

    private static func between(_ start: String, _ end: String, _ text: String) -> String? {
        guard let from = text.firstRange(of: start)?.upperBound,
            let to = text[from...].firstRange(of: end)?.lowerBound
        else { return nil }
        let found = text[from..<to]
        return found.isEmpty ? nil : String(found)
    }
}

extension LuaName {
    /// A name or a keyword.
    static func isWord(_ text: String) -> Bool { isName(text) || keywords.contains(text) }
}
