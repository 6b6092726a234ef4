/// What the functions of the Lua module take, argument by argument. A table of fields is an object.
extension APIOperation {
    /// Ids, then one table: `("p5317866", { limit = 10 })`.
    public var parameters: [APIField] {
        if case .jsonPatch = body {
            let operations = APIField("operations", .list(patchOperation), "RFC 6902.")
            let options = APIField("options", .object(query, isOpen: false), "How it is done.")
            return pathFields + [operations] + (query.isEmpty ? [] : [options])
        }
        let fields = query + bodyFields + APIField.ofEachCall
        return pathFields + [APIField("fields", .object(fields, isOpen: false), summary)]
    }

    private var patchOperation: APIFieldType {
        .object(
            [
                APIField(
                    "op",
                    .enumeration(
                        ["add", "remove", "replace", "copy", "move", "test"], isOpen: false),
                    "What is done.", isRequired: true),
                APIField(
                    "path", .enumeration(patchPaths, isOpen: true), "A JSON Pointer.",
                    isRequired: true),
                APIField("value", .any, "For add, replace and test."),
                APIField(
                    "from", .enumeration(patchPaths, isOpen: true), "For copy and move."),
            ], isOpen: false)
    }

    /// Pointers to what a record is created with, and to what stands in its objects.
    private var patchPaths: [String] {
        let fields = Catalogue.operation("\(resource).create")?.bodyFields ?? []
        return fields.flatMap { field in
            var paths = ["/\(field.name)"]
            if case .object(let members, _) = field.type {
                paths += members.map { "/\(field.name)/\($0.name)" }
            }
            return paths
        }
    }
}

extension APIField {
    /// What every operation takes beside the API's own fields.
    static let ofEachCall = [
        APIField(
            "timeout", duration, "Gives up after this long: seconds, or text such as \"90s\"."),
        APIField("extra", .map, "Fields that the catalogue does not know; sent as they are."),
    ]

    static let duration = APIFieldType.either([.number, .string])

    fileprivate static let concurrency = APIField(
        "options",
        .object(
            [APIField("concurrency", .integer(1...Int64.max), "How many run at once.")],
            isOpen: false), "How it runs.")
}

extension APIResource {
    /// Of `tavus.<resource>.<name>`, for what is built on the operations.
    func parameters(ofComfort name: String) -> [APIField] {
        let record = APIField("record", .identifier(self.name), "Which \(singular).")
        switch name {
        // They begin at the first page.
        case "each", "all":
            return listOwners + [table("filters", query("list").filter { $0.name != "page" })]
        case "find":
            let fields = APIFieldType.object(answer("get"), isOpen: true)
            let wanted = APIFieldType.either([.identifier(self.name), fields])
            return listOwners + [APIField("wanted", wanted, "Which one.")]
        case "wait":
            let options = [
                APIField("timeout", APIField.duration, "Raises `timeout` after this long."),
                APIField("interval", APIField.duration, "Between two looks."),
            ]
            let goal = APIFieldType.enumeration(goals, isOpen: false)
            return [record, APIField("goal", goal, "Until when."), table("options", options)]
        case "update": return [record, table("fields", created.map(\.optional))]
        case "ensure":
            let key = APIField("key", .string, "The field to find it by, in place of its name.")
            return [table("fields", created + [key])]
        case "reconcile":
            let options = [
                APIField("since", .number, "When it was sent: err.sent_at."),
                APIField("wait", APIField.duration, "How long to look before \"not_found\"."),
            ]
            return [
                table("fields", created.map(\.optional)), table("options", options),
            ]
        default: return []
        }
    }

    private func operation(_ verb: String) -> APIOperation? {
        Catalogue.operation("\(name).\(verb)")
    }
    private func query(_ verb: String) -> [APIField] { operation(verb)?.query ?? [] }
    private var created: [APIField] { operation("create")?.bodyFields ?? [] }

    private func table(_ name: String, _ fields: [APIField]) -> APIField {
        APIField(name, .object(fields, isOpen: false), "")
    }

    /// Fields of an answer; where they can be set too, with what is known of them.
    private func answer(_ verb: String) -> [APIField] {
        (operation(verb)?.answerFields ?? []).map { name in
            created.first { $0.name == name }?.optional ?? APIField(name, .any, "")
        }
    }

    /// What one can wait for; `waiting.lua` has the meaning.
    private var goals: [String] {
        name == "conversations" ? ["joined", "ended", "transcript"] : lifecycle?.succeeded ?? []
    }
}

extension APIField {
    fileprivate var optional: APIField {
        APIField(
            name, type, summary, defaultValue: defaultValue, source: source, aliases: aliases,
            corrections: corrections)
    }
}

extension HelpText {
    /// Of `tavus.<name>`.
    static func parameters(ofFunction name: String) -> [APIField] {
        let function = APIField("f", .any, "A function.")
        switch name {
        case "request":
            let paths = Set(Catalogue.operations.map(\.path)).sorted()
            return [
                APIField(
                    "method", .enumeration(HTTPMethod.allCases.map(\.rawValue), isOpen: false), ""),
                APIField("path", .enumeration(paths, isOpen: true), "Ids stand in its braces."),
                APIField(
                    "options",
                    .object(
                        [
                            APIField("query", .map, "What stands after the question mark."),
                            APIField("body", .any, "Sent as JSON."), APIField.ofEachCall[0],
                        ], isOpen: false), ""),
            ]
        case "all": return [APIField("functions", .list(.any), ""), .concurrency]
        case "map": return [APIField("list", .list(.any), ""), function, .concurrency]
        case "connect":
            let profile = APIField("profile", .string, "Whose key and address.")
            return [APIField("options", .object([profile], isOpen: false), "")]
        default: return []
        }
    }
}
