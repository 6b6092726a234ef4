import LuaHost

/// Some names of hosts, files or variables, or all there are.
public enum PermittedNames: Sendable, Hashable, ExpressibleByArrayLiteral {
    case all
    case only(Set<String>)

    public static let none = PermittedNames.only([])

    public init(arrayLiteral names: String...) { self = .only(Set(names)) }

    /// What a name covers beside itself.
    enum Kind {
        /// Nothing.
        case words
        /// `*.example.com`: every name below it.
        case hosts
        /// A folder: everything in it.
        case paths

        func covers(_ name: String, _ other: String) -> Bool {
            if name == other { return true }
            switch self {
            case .words: return false
            case .hosts: return name.hasPrefix("*.") && other.hasSuffix(name.dropFirst())
            case .paths:
                let folder = name.hasSuffix("/") ? name : name + "/"
                return (other.hasPrefix(folder) || name == ".") && !Self.leaves(other, name)
            }
        }

        /// Whether a path climbs, or is absolute below the working folder: only the same text covers it.
        private static func leaves(_ path: String, _ folder: String) -> Bool {
            path.split(separator: "/").contains("..") || (folder == "." && path.hasPrefix("/"))
                || path.hasPrefix("{")
        }
    }

    public var isEmpty: Bool { self == .none }

    /// Whether this very name is among them.
    public func names(_ name: String) -> Bool {
        switch self {
        case .all: true
        case .only(let names): names.contains(name)
        }
    }

    /// In the order of the alphabet; nil for all.
    public var sorted: [String]? {
        if case .only(let names) = self { names.sorted() } else { nil }
    }

    func intersection(_ other: PermittedNames, as kind: Kind) -> PermittedNames {
        guard case .only(let names) = self else { return other }
        guard case .only(let others) = other else { return self }
        func kept(_ inner: Set<String>, in outer: Set<String>) -> Set<String> {
            inner.filter { name in outer.contains { kind.covers($0, name) } }
        }
        return .only(kept(names, in: others).union(kept(others, in: names)))
    }

    func contains(_ other: PermittedNames, as kind: Kind) -> Bool {
        other.subtracting(self, as: kind).isEmpty
    }

    /// The names that the others do not cover.
    func subtracting(_ others: PermittedNames, as kind: Kind) -> PermittedNames {
        guard case .only(let covering) = others else { return .none }
        guard case .only(let names) = self else { return .all }
        return .only(names.filter { name in !covering.contains { kind.covers($0, name) } })
    }

    var luaNames: LuaNames {
        switch self {
        case .all: .all
        case .only(let names): .only(names)
        }
    }

    /// - Parameter parameters: values for `{name}`; one that has none gives nothing.
    func fileRoots(_ parameters: [String: String]) -> LuaFileRoots {
        guard case .only(let names) = self else { return .all }
        return LuaFileRoots(
            names.compactMap { name in
                guard let parameter = Self.parameter(in: name) else { return name }
                return parameters[parameter]
            })
    }

    /// "rows" for "{rows}".
    static func parameter(in name: String) -> String? {
        guard name.hasPrefix("{"), name.hasSuffix("}"), name.utf8.count > 2 else { return nil }
        return String(name.dropFirst().dropLast())
    }
}
