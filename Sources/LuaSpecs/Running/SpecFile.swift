import Glibc

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

    static let ending = "_spec.lua"
}

/// Which files hold specs: those named, and `*_spec.lua` at any depth beneath folders.
public enum SpecFinder {
    /// - Returns: paths, each once, those of a folder in the order of their names.
    /// - Throws: ``SpecProblem`` for a path that is not there or cannot be read.
    public static func paths(in places: [String]) throws(SpecProblem) -> [String] {
        var found: [String] = []
        for place in places {
            var facts = stat()
            guard stat(place, &facts) == 0 else {
                throw SpecProblem("cannot read \(place): \(String(cString: strerror(errno)))")
            }
            if facts.st_mode & S_IFMT == S_IFDIR {
                found += try beneath(place.hasSuffix("/") ? String(place.dropLast()) : place)
            } else {
                found.append(place)
            }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0).inserted }
    }

    private static func beneath(_ folder: String) throws(SpecProblem) -> [String] {
        guard let stream = opendir(folder) else {
            throw SpecProblem("cannot read \(folder): \(String(cString: strerror(errno)))")
        }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // Hidden ones are of other programs: versions, builds, caches.
            guard !name.hasPrefix(".") else { continue }
            let path = folder == "." ? name : "\(folder)/\(name)"
            var facts = stat()
            // Links to folders are not followed: they may lead back.
            guard lstat(path, &facts) == 0 else { continue }
            if facts.st_mode & S_IFMT == S_IFDIR {
                found += try beneath(path)
            } else if name.hasSuffix(SpecFile.ending) {
                found.append(path)
            }
        }
        return found.sorted()
    }
}

/// Why specs cannot be run at all.
public struct SpecProblem: Error, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
