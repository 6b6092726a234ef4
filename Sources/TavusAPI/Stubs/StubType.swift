/// A type as LuaLS annotations write it, and the classes that it needs.
struct StubType {
    /// Such as `string|tavus.persona` or `tavus.personas.create.fields`.
    let text: String
    /// In the order in which they are to be declared.
    let classes: [StubClass]

    /// - Parameter name: of the class that an object becomes, such as `tavus.personas.create.fields`.
    init(_ type: APIFieldType, named name: String) {
        switch type {
        case .string, .url, .secret: self.init("string")
        case .identifier(let resource):
            let record = Catalogue.resource(resource).map { "|\($0.stubClass)" } ?? ""
            self.init("string" + record)
        case .integer: self.init("integer")
        case .number: self.init("number")
        case .boolean: self.init("boolean")
        case .enumeration(let words, let isOpen):
            let quoted = words.map { "\"\($0)\"" }
            self.init(((isOpen ? ["string"] : []) + quoted).joined(separator: "|"))
        case .list(let item):
            let inner = StubType(item, named: name)
            let isUnion = inner.text.contains("|")
            self.init(isUnion ? "(\(inner.text))[]" : inner.text + "[]", inner.classes)
        case .object(let fields, let isOpen):
            guard !fields.isEmpty else {
                self.init("table<string, any>")
                return
            }
            self.init(name, StubClass.declarations(name, fields, isOpen: isOpen))
        case .map: self.init("table<string, any>")
        case .any: self.init("any")
        case .either(let types):
            let parts = types.map { StubType($0, named: name) }
            self.init(
                parts.map(\.text).uniqued.joined(separator: "|"), parts.flatMap(\.classes))
        }
    }

    private init(_ text: String, _ classes: [StubClass] = []) {
        self.text = text
        self.classes = classes
    }
}

/// A table with known fields.
struct StubClass {
    let name: String
    let isExact: Bool
    var fields: [(name: String, type: String, summary: String)]

    /// The class of an object, after those of the objects in it.
    static func declarations(
        _ name: String, _ fields: [APIField], isOpen: Bool
    ) -> [StubClass] {
        var own = StubClass(name: name, isExact: !isOpen, fields: [])
        var classes: [StubClass] = []
        for field in fields {
            let type = StubType(field.type, named: "\(name).\(field.name)")
            classes += type.classes
            let mark = field.isRequired ? "" : "?"
            for spelling in [field.name] + field.aliases {
                // Of two names for one thing neither is required.
                let mark = field.aliases.isEmpty ? mark : "?"
                own.fields.append(
                    (spelling + mark, type.text, field.summary.firstSentence))
            }
        }
        return classes + [own]
    }

    var text: String {
        let head = "---@class \(isExact ? "(exact) " : "")\(name)"
        return ([head] + fields.map { "---@field \($0.name) \($0.type) \($0.summary)".trimmedEnd })
            .joined(separator: "\n")
    }
}

extension APIResource {
    /// The class of one record: `tavus.persona`.
    var stubClass: String { "tavus." + singular.replacing(" ", with: "_") }
}

extension String {
    /// One line for an editor's list of fields.
    var firstSentence: String {
        let line = replacing("\n", with: " ")
        guard let end = line.firstRange(of: ". ") else { return line }
        return String(line[..<end.lowerBound]) + "."
    }

    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension [String] {
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
