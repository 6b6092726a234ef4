import Glibc

/// Finds Lua files: those named, and all at any depth beneath folders.
public enum SpecFinder {
    /// - Returns: paths, each once, those of a folder in the order of their names.
    /// - Throws: ``SpecProblem`` for a path that is not there or cannot be read.
    public static func luaFiles(in places: [String]) throws(SpecProblem) -> [String] {
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
            } else if name.hasSuffix(".lua") {
                found.append(path)
            }
        }
        return found.sorted()
    }
}
