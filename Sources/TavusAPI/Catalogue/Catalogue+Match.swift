extension Catalogue {
    /// The operation that a method and a path name, with the ids that stand in the path.
    ///
    /// Both vocabularies match, with or without a slash at the end; a path with an empty id matches
    /// nothing. Source: tavus-cli 0.11.0, 2026, calls collections with the slash.
    ///
    /// Words match in every spelling by which a server may read them: `/v2/con%76ersations` is a paid create
    /// wherever escapes are decoded first (RFC 3986, 6.2.2.2), and so it is to permissions and budgets.
    public static func match(
        method: HTTPMethod, path: String
    ) -> (operation: APIOperation, ids: [String])? {
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if segments.last == "" { segments.removeLast() }
        var best: (operation: APIOperation, ids: [String])?
        for operation in operations where operation.method == method {
            for template in [operation.path] + operation.aliasPaths {
                guard let ids = ids(in: segments, of: template) else { continue }
                // A word says more than a brace: /v2/documents/tags is no document of that id.
                if best.map({ ids.count < $0.ids.count }) ?? true { best = (operation, ids) }
            }
        }
        return best
    }

    private static func ids(in segments: ArraySlice<Substring>, of template: String) -> [String]? {
        let parts = template.split(separator: "/")
        guard parts.count == segments.count else { return nil }
        var ids: [String] = []
        for (part, segment) in zip(parts, segments) {
            if part.hasPrefix("{") {
                guard let id = PercentEncoding.decode(segment), !id.isEmpty else { return nil }
                ids.append(id)
            } else if part != segment,
                PercentEncoding.decode(segment)?.lowercased() != part.lowercased()
            {
                return nil
            }
        }
        return ids
    }
}
