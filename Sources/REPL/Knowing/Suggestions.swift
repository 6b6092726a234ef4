import TavusAPI

/// What was meant by a name that is not there.
enum Suggestions {
    /// - Parameter path: the names that lead to it: `tavus` of `tavus.persona`; none for a global.
    /// - Returns: the whole path with the name that is nearest, such as `tavus.personas`.
    static func nearest(to name: String, in path: [String], names: any NameSource) -> String? {
        let known = members(of: path, names).filter { $0 != name }
        if let near = TavusAPI.nearest(name, among: known) {
            return (path + [near]).joined(separator: ".")
        }
        return path.isEmpty ? elsewhere(name) : nil
    }

    private static func members(of path: [String], _ names: any NameSource) -> [String] {
        if path.isEmpty {
            let all = BareNames(names: names).candidates(in: LuaText([]), before: 0..<0)
            return all.filter { $0.kind != "keyword" }.map(\.label)
        }
        return MemberNames(names: names).candidates(of: LuaPath(path), isMethod: false).map(\.label)
    }

    /// A name that stands inside one of the tables, typed alone: `personas`, `format`, `json`.
    private static func elsewhere(_ name: String) -> String? {
        if name == "json" { return "require \"json\"" }
        if Catalogue.resource(name) != nil { return "tavus.\(name)" }
        let libraries = LuaLibrary.functions.keys.filter { $0.hasSuffix(".\(name)") }
        let functions = HelpText.beside.filter { $0.name == name }.map { "tavus.\($0.name)" }
        let all = libraries + functions
        return all.count == 1 ? all[0] : nil
    }
}
