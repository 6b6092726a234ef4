/// A file of specs.
public struct SpecFile: Sendable, Hashable {
    /// As messages show it.
    public let path: String
    public let text: [UInt8]

    public init(path: String, text: [UInt8]) {
        self.path = path
        self.text = text
    }

    /// The name of the file without `_spec.lua`: what it is about.
    public var subject: String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.hasSuffix(Self.ending) ? String(name.dropLast(Self.ending.count)) : name
    }

    /// The folder that it is in, as a prefix: "" or with a slash at its end.
    public var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash])
    }

    /// How the names of files of specs end.
    public static let ending = "_spec.lua"
}

/// Why specs cannot be run at all.
public struct SpecProblem: Error, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
