import TavusAPI

extension OperationPattern {
    /// Reads an entry as it is written. Newer names of resources (`pals.get`) and Lua's (`end_`) become
    /// the catalogue's.
    /// - Throws: ``PermissionProblem`` for what covers no call.
    public init(_ text: String, at place: String) throws(PermissionProblem) {
        let shown = "\"\(DisplayText.safe(text, limit: 100))\""
        if text == "*" {
            self = .everything
        } else if let effect = EffectClass(rawValue: text) {
            self = .effect(effect)
        } else if text.utf8.contains(UInt8(ascii: "/")) {
            try self.init(path: text, shown: shown, at: place)
        } else {
            try self.init(name: text, shown: shown, at: place)
        }
    }

    private init(path text: String, shown: String, at place: String) throws(PermissionProblem) {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let method = parts.count == 2 ? HTTPMethod(rawValue: String(parts[0])) : nil
        guard parts.count == 2, method != nil || parts[0] == "*", parts[1].hasPrefix("/v2/") else {
            throw PermissionProblem(
                place, "\(shown): a path is written with its method, such as \"GET /v2/things/*\"")
        }
        let path = String(parts[1])
        if let method, let known = Catalogue.match(method: method, path: path)?.operation {
            throw PermissionProblem(
                place, "\(shown) is the operation \(known.id); grant it by that name")
        }
        self = .path(method, path)
    }

    private init(name text: String, shown: String, at place: String) throws(PermissionProblem) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard halves.count == 2 else {
            let words = EffectClass.allCases.map(\.rawValue) + ["hard-delete"]
            let near = nearest(text, among: words + Catalogue.resources.map { "\($0.name).*" })
            throw PermissionProblem(
                place,
                "\(shown) is neither an operation such as \"videos.create\" nor one of"
                    + " \(words.joined(separator: ", ")).\(Self.hint(near))")
        }
        let resource = Catalogue.resource(halves[0])?.name ?? halves[0]
        let isKnown = Glob(halves[1]).isLiteral && Glob(resource).isLiteral
        let verb = isKnown ? Catalogue.operation(text)?.verb ?? halves[1] : halves[1]
        self = .name(resource: resource, verb: verb)
        guard Catalogue.operations.contains(where: covers) else {
            let near = nearest(text, among: Catalogue.operations.map(\.id))
            throw PermissionProblem(place, "\(shown) names no operation.\(Self.hint(near))")
        }
    }

    private static func hint(_ near: String?) -> String {
        near.map { " Did you mean \"\($0)\"?" } ?? " tavlua catalogue lists them."
    }
}
