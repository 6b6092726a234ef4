import TavusAPI

/// The names that help is asked about.
enum HelpTopic {
    /// `p:update(…)` and `help(tavus.x)` are asked about by their names alone.
    static func normal(_ topic: String) -> String {
        let name = topic.prefix { $0 != "(" && $0 != "{" && $0 != "\"" && $0 != "'" }
        return String(name.filter { !$0.isWhitespace }).replacing(":", with: ".")
    }

    static func inTavus(_ name: String) -> String {
        name.hasPrefix("tavus.") ? String(name.dropFirst("tavus.".count)) : name
    }

    /// A function that exists in Lua alone: `tavus.map`, `personas.each`.
    static func beside(_ name: String) -> HelpText.Function? {
        let parts = inTavus(name).split(separator: ".").map(String.init)
        if parts.count == 2, let resource = Catalogue.resource(parts[0]) {
            return HelpText.comforts(of: resource).first { $0.name == parts[1] }
        }
        guard name.hasPrefix("tavus."), parts.count == 1 else { return nil }
        return HelpText.beside.first { $0.name == parts[0] }
    }

    /// What is meant by a topic as it is typed: a path with a live value in it is about its type, so that
    /// `p:update` is `tavus.personas.update`. Else the topic itself.
    static func resolved(
        _ topic: String, members: ([String]) async -> LiveMembers?
    ) async -> String {
        let text = LuaText(Array(normal(topic).unicodeScalars))
        guard let path = text.path(before: text.tokens.count)?.path, let names = path.names,
            names.first != "tavus", LuaLibrary.functions[names.joined(separator: ".")] == nil
        else { return topic }
        var types = KnownTypes()
        for length in Subject.lengths(of: names) {
            let owner = Array(names.prefix(length))
            types.found[owner] = await members(owner)
        }
        return Subject(path, names: types)?.topic ?? topic
    }

    static func nearest(to name: String) -> String? {
        let operations = Catalogue.operations.map { "tavus.\($0.resource).\($0.luaVerb)" }
        let resources = Catalogue.resources.flatMap { resource in
            ["tavus.\(resource.name)"]
                + HelpText.comforts(of: resource).map(\.name).map {
                    "tavus.\(resource.name).\($0)"
                }
        }
        let known =
            operations + resources + HelpText.beside.map { "tavus.\($0.name)" }
            + LuaLibrary.functions.keys.sorted() + LuaLibrary.tables.keys.sorted()
        if let near = TavusAPI.nearest(name, among: known)
            ?? TavusAPI.nearest("tavus." + name, among: known)
        {
            return near
        }
        // The last part alone, where it means one thing: `fromat`.
        let parts = known.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
        guard let part = TavusAPI.nearest(name, among: parts) else { return nil }
        let meant = known.filter { $0.hasSuffix(".\(part)") || $0 == part }
        return meant.count == 1 ? meant[0] : nil
    }
}

/// What was found out beforehand.
private struct KnownTypes: NameSource {
    var found: [[String]: LiveMembers] = [:]

    func members(of path: [String]) -> LiveMembers? { found[path] }
    func identifiers(of resource: String) -> IdentifierList { IdentifierList() }
    var recipeNames: [String] { [] }
}
