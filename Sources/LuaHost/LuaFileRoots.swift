import Glibc

/// Files, and folders with all that is in them; or every file there is.
///
/// Links in a root's own path are resolved when it is named here, so that nobody can point it elsewhere
/// later.
public struct LuaFileRoots: Sendable, Hashable, ExpressibleByArrayLiteral {
    struct Root: Sendable, Hashable {
        /// As it was given, absolute: scripts may use that name.
        let name: String
        /// Where it is: no part of it is a link.
        let place: String
    }

    /// Nil: everything.
    let roots: Set<Root>?

    public static let all = LuaFileRoots(roots: nil)
    public static let none = LuaFileRoots(roots: [])

    private init(roots: Set<Root>?) { self.roots = roots }

    /// - Parameter paths: relative ones count from the working directory.
    public init(_ paths: [String]) {
        roots = Set(
            paths.map { path in
                let name = Self.absolute(path)
                return Root(name: name, place: Self.place(of: name) ?? name)
            })
    }

    public init(arrayLiteral paths: String...) { self.init(paths) }

    /// Whether a path leads to one of them, as things are now.
    public func contains(_ path: String) -> Bool {
        guard let roots else { return true }
        guard let place = Self.place(of: Self.absolute(path)) else { return false }
        return roots.contains { Self.rest(of: place, in: $0.place) != nil }
    }

    /// What is in both: of two roots the inner one.
    func intersection(_ other: LuaFileRoots) -> LuaFileRoots {
        guard let roots else { return other }
        guard let others = other.roots else { return self }
        func kept(_ inner: Set<Root>, in outer: Set<Root>) -> Set<Root> {
            inner.filter { root in
                outer.contains { Self.rest(of: root.place, in: $0.place) != nil }
            }
        }
        return LuaFileRoots(roots: kept(roots, in: others).union(kept(others, in: roots)))
    }

    /// The roots that a path is in by name, and what follows the root's name in it; or else those that
    /// it leads to. Only a proposal: opening it below the root is what counts.
    func candidates(for path: String) -> [(root: Root, rest: String)] {
        let path = Self.absolute(path)
        let roots = roots ?? []
        let named = roots.compactMap { root in
            (Self.rest(of: path, in: root.name) ?? Self.rest(of: path, in: root.place))
                .map { (root, $0) }
        }
        guard named.isEmpty, let place = Self.place(of: path) else { return named }
        return roots.compactMap { root in Self.rest(of: place, in: root.place).map { (root, $0) } }
    }

    /// Absolute, without `.` and `..`.
    static func absolute(_ path: String) -> String {
        var parts: [Substring] = []
        if !path.hasPrefix("/"), let folder = getcwd(nil, 0) {
            parts = String(cString: folder).split(separator: "/")
            free(folder)
        }
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// What follows `folder` in `path`, without a slash; empty where they are the same.
    private static func rest(of path: String, in folder: String) -> String? {
        if path == folder { return "" }
        let prefix = folder == "/" ? "/" : folder + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }

    private static func resolved(_ path: String) -> String? {
        guard let place = realpath(path, nil) else { return nil }
        defer { free(place) }
        return String(cString: place)
    }

    /// Where a path leads; one to a file yet to be made, where that would be.
    private static func place(of path: String) -> String? {
        if let place = resolved(path) { return place }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), path != "/" else { return nil }
        var link = stat()
        guard lstat(path, &link) != 0 else { return nil }  // a link to nowhere
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        guard let place = Self.place(of: folder) else { return nil }
        return (place == "/" ? "" : place) + path[slash...]
    }
}
