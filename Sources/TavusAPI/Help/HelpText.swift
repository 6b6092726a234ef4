/// The texts of `help`, made from the catalogue; the comforts that exist in Lua alone stand here.
public enum HelpText {
    /// What `help()` prints.
    public static var overview: String {
        let resources = Catalogue.resources.map { resource in
            let names = ([resource.name] + resource.aliases).joined(separator: ", ")
            return "  tavus.\(names)"
        }
        return """
            tavus: the Tavus API. Calls wait for their answer; tavus.all and tavus.map run several at once.

            Resources (help(tavus.personas) lists the functions of one)
            \(resources.joined(separator: "\n"))

            Beside them
            \(functions.map { "  " + $0.usage }.joined(separator: "\n"))

            Modules to require
            \(ScriptModule.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

            help(tavus.conversations.create) explains one function.
            """
    }

    /// What `help(topic)` prints: an operation's id, a resource, or a function beside them.
    public static func about(_ topic: String) -> String { page(topic) ?? unknown(topic) }

    /// The same; nil where there is no help for the topic.
    public static func page(_ topic: String, width: Int? = nil) -> String? {
        let width = width ?? TextColumns.usual
        let name = topic.hasPrefix("tavus.") ? String(topic.dropFirst("tavus.".count)) : topic
        if let operation = operation(name) { return operation.helpText(width: width) }
        if let resource = resource(name) { return about(resource, width: width) }
        if let module = ScriptModule.named(topic) { return module.helpText(width: width) }
        if let text = moduleFunction(topic, width: width) { return text }
        if let found = function(name) {
            return found.usage + "\n" + paragraph(found.summary, indent: 2, width: width)
        }
        return nil
    }

    /// Text in lines of at most so many columns, all of them moved in.
    public static func paragraph(_ text: String, indent: Int, width: Int?) -> String {
        var page = TextColumns(width: width ?? TextColumns.usual)
        page.paragraph(text, indent: indent)
        return page.text
    }

    /// A function that exists in Lua alone: how it is called, and what it does in a line.
    public struct Function: Sendable, Equatable {
        /// "each", "all": the last part of its name.
        public let name: String
        /// `tavus.personas.each{filters}`.
        public let usage: String
        public let summary: String
        /// Its arguments in order, as far as they have names; see ``APIOperation/parameters``.
        public let parameters: [APIField]
    }

    /// The functions of a resource that are built on its operations.
    public static func comforts(of resource: APIResource) -> [Function] {
        let verbs = Set(resource.operations.map(\.verb))
        return comforts.filter { $0.needs(resource, verbs) }.map {
            Function(
                name: $0.name,
                usage: "tavus.\(resource.name).\($0.name)\($0.arguments(resource.listOwners))",
                summary: $0.summary, parameters: resource.parameters(ofComfort: $0.name))
        }
    }

    /// The functions and values of `tavus` itself.
    public static var beside: [Function] {
        functions.map {
            Function(
                name: $0.name, usage: "tavus.\($0.usage)", summary: $0.summary,
                parameters: parameters(ofFunction: $0.name))
        }
    }

    /// "personas.each" or "map".
    private static func function(_ name: String) -> Function? {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return beside.first { $0.name == name } }
        return resource(parts[0]).flatMap { comforts(of: $0).first { $0.name == parts[1] } }
    }

    /// "csv.decode".
    private static func moduleFunction(_ topic: String, width: Int) -> String? {
        let parts = topic.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let module = ScriptModule.named(parts[0]) else { return nil }
        return module.functions.first { $0.name == parts[1] }?.helpText(in: module, width: width)
    }

    private static func unknown(_ topic: String) -> String {
        // What Lua says of a value that has no name.
        if topic.hasPrefix("function: 0x") || topic.hasPrefix("table: 0x") {
            return
                "There is no help for this value. Give its name in quotes, such as help \"sleep\"."
                + " help() lists what there is."
        }
        let name = topic.hasPrefix("tavus.") ? String(topic.dropFirst("tavus.".count)) : topic
        let names =
            Catalogue.operations.map(\.id) + Catalogue.resources.map(\.name) + functions.map(\.name)
            + ScriptModule.all.flatMap { module in
                [module.name] + module.functions.map { "\(module.name).\($0.name)" }
            }
        let hint = nearest(name, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
        return "There is no help for \"\(name)\".\(hint) help() lists what there is."
    }

    private static func operation(_ name: String) -> APIOperation? {
        Catalogue.operation(name)
            ?? Catalogue.operations.first { "\($0.resource).\($0.luaVerb)" == name }
    }

    private static func resource(_ name: String) -> APIResource? {
        Catalogue.resource(name) ?? Catalogue.resources.first { $0.singular == name }
    }

    /// The catalogue's overview, and what Lua adds to it.
    private static func about(_ resource: APIResource, width: Int) -> String {
        let built = comforts(of: resource).map {
            "  \($0.usage)\n\(paragraph($0.summary, indent: 6, width: width))"
        }
        return ([resource.helpText(width: width)] + built).joined(separator: "\n")
    }

    private struct Comfort {
        let name: String
        let arguments: String
        let summary: String
        let needs: @Sendable (APIResource, Set<String>) -> Bool

        /// `{filters}`, or `(pal, {filters})` where the list is one of another record.
        func arguments(_ owners: [APIField]) -> String {
            guard ["each", "all", "find"].contains(name), !owners.isEmpty else { return arguments }
            let bare =
                arguments.hasPrefix("(") ? String(arguments.dropFirst().dropLast()) : arguments
            let names = owners.map(APIOperation.placeholder)
            return "(\((names + [bare]).joined(separator: ", ")))"
        }
    }

    private static let comforts: [Comfort] = [
        Comfort(name: "each", arguments: "{filters}", summary: "Iterates over all pages, lazily.") {
            $0.hasRows && $1.contains("list")
        },
        Comfort(name: "all", arguments: "{filters}", summary: "An array of all pages.") {
            $0.hasRows && $1.contains("list")
        },
        Comfort(
            name: "find", arguments: "(name | {fields} | function)",
            summary: "The first record that matches, or nil."
        ) { $0.hasRows && $1.contains("list") },
        Comfort(
            name: "wait", arguments: "(record, [goal], {timeout=, interval=})",
            summary:
                "Waits until the record is there; raises `failed` when it cannot be, or `timeout`."
        ) { resource, _ in resource.lifecycle != nil },
        Comfort(
            name: "update", arguments: "(record, {fields})",
            summary:
                "Sends the smallest JSON Patch that makes these fields true; json.null removes."
        ) { $1.contains("patch") && !$1.contains("update") },
        Comfort(
            name: "ensure", arguments: "{fields, [key=]}",
            summary:
                "Creates the record of this name, or of this value in the field key, or updates the one"
                + " there is; also gives \"created\", \"updated\" or \"unchanged\", and whether it changed."
        ) { $0.hasEnsure(verbs: $1) },
        Comfort(
            name: "reconcile", arguments: "(err | {fields}, {since=, wait=10})",
            summary:
                "After a create whose outcome is unknown: \"found\" and the record, \"not_found\", or"
                + " \"several\" and a list. Rows made since then are compared by name and ids; nothing is"
                + " sent again. err:reconcile() does the same."
        ) { $1.contains("create") && $1.contains("list") },
    ]

    private struct Beside {
        let usage: String
        let summary: String
        var name: String { String(usage.prefix { $0 != "(" && $0 != "{" && $0 != " " }) }
    }

    private static let functions: [Beside] = [
        Beside(
            usage: "request(method, path, {query=, body=, timeout=})",
            summary: "Any call, known to the catalogue or not. Gives the answer, and how it came."),
        Beside(
            usage: "all({f, g, …}, {concurrency=n})",
            summary: "Runs functions at once; results in order; the first error cancels the rest."),
        Beside(
            usage: "map(list, f, {concurrency=8})",
            summary: "Calls f with each item, several at once; results in order."),
        Beside(
            usage: "spawn(f, …)", summary: "Starts f and gives a task with :await() and :cancel()."),
        Beside(usage: "sleep(seconds | \"5m\")", summary: "Waits; other tasks go on."),
        Beside(
            usage: "try(f, …)", summary: "What f gives, or nil and the error object."),
        Beside(
            usage: "connect{profile=}", summary: "A second client of the same shape as tavus."),
        Beside(usage: "target", summary: "\"emulator\" or \"live\"."),
        Beside(usage: "diff(a, b)", summary: "The JSON Patch that turns a into b."),
        Beside(
            usage: "timestamp(text)",
            summary: "Seconds since 1970, for every spelling of time that the API uses."),
        Beside(
            usage: "now()", summary: "The target's time; an emulator may be ahead of the clock."),
        Beside(
            usage: "response(record)",
            summary: "How a record or page came: status, attempts, request_id."),
        Beside(usage: "help(x)", summary: "The text that the global help(x) prints."),
    ]
}

extension APIResource {
    /// Whether its list answers with rows, over which one can loop.
    var hasRows: Bool {
        guard case .list? = Catalogue.operation("\(name).list")?.answer else { return false }
        return true
    }

    /// The records without which its list cannot be asked for.
    var listOwners: [APIField] { Catalogue.operation("\(name).list")?.pathFields ?? [] }

    /// `ensure` needs a name to find the record by, and a way to change it that costs nothing.
    public func hasEnsure(verbs: Set<String>) -> Bool {
        nameField != nil && verbs.contains("create")
            && (verbs.contains("patch") || verbs.contains("update"))
    }
}
