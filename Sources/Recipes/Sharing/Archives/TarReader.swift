import TavusAPI

/// Reads an archive of regular files and folders; anything else in it refuses it as a whole.
///
/// Nothing is unpacked to disk here, and no tool is asked: what is not in a `RecipeTree` does not exist.
struct TarReader {
    private var rest: ArraySlice<UInt8>
    private let limits: RecipeLimits
    private var files: [RecipeTree.File] = []
    private var entries = 0

    private init(_ bytes: [UInt8], limits: RecipeLimits) {
        rest = bytes[...]
        self.limits = limits
    }

    /// The tree in a `.tar.gz`; without its one top folder, where `init.lua` is not at the top.
    static func tree(
        packed bytes: [UInt8], limits: RecipeLimits = .standard
    ) throws(SharingError) -> RecipeTree {
        try tree(Gzip.expanded(bytes, limits: limits), limits: limits)
    }

    static func tree(
        _ bytes: [UInt8], limits: RecipeLimits = .standard
    ) throws(SharingError) -> RecipeTree {
        var reader = TarReader(bytes, limits: limits)
        try reader.readAll()
        return try RecipeTree(withoutTopFolder(reader.files), limits: limits)
    }

    private mutating func readAll() throws(SharingError) {
        while let block = try nextBlock() {
            if block.allSatisfy({ $0 == 0 }) { return try readEnd() }
            entries += 1
            guard entries <= 4 * limits.files else {
                throw SharingError(.refused, "the archive has more than \(limits.files) files")
            }
            try take(TarHeader(block))
        }
        throw SharingError(.refused, "the archive has no end; was it cut off?")
    }

    private mutating func take(_ header: TarHeader) throws(SharingError) {
        switch header.type {
        case "0":
            let path = try path(of: header)
            let bytes = try content(of: header)
            if !RecipePath.isHidden(path) {
                files.append(RecipeTree.File(path: path, bytes: Array(bytes)))
            }
        case "5":
            guard header.size == 0 else {
                throw SharingError(.refused, "the folder \(header.shownName) has content")
            }
            _ = try path(of: header)
        case "x", "g": try PaxRecords.check(content(of: header))
        default:
            throw SharingError(
                .refused, "\(header.shownName) is \(header.kindInWords); a recipe has files alone")
        }
    }

    /// The name without `./` before and, for folders, `/` after it.
    private func path(of header: TarHeader) throws(SharingError) -> String {
        var path = header.name[...]
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        if header.type == "5" {
            if path.hasSuffix("/") { path.removeLast() }
            if path.isEmpty || path == "." { return "" }
        }
        // The tree is strict about both; here a top folder may come before it.
        var limits = limits
        limits.depth += 1
        let problem = RecipePath.problem(String(path), limits: limits, upTo: 256)
        if let problem { throw SharingError(.refused, problem) }
        return String(path)
    }

    private mutating func content(of header: TarHeader) throws(SharingError) -> ArraySlice<UInt8> {
        let padded = (header.size + TarHeader.blockBytes - 1) / TarHeader.blockBytes
        guard header.size <= rest.count, padded * TarHeader.blockBytes <= rest.count else {
            throw SharingError(.refused, "the archive ends within \(header.shownName)")
        }
        let bytes = rest.prefix(header.size)
        rest = rest.dropFirst(padded * TarHeader.blockBytes)
        return bytes
    }

    private mutating func nextBlock() throws(SharingError) -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        guard rest.count >= TarHeader.blockBytes else {
            throw SharingError(.refused, "the archive ends within a block")
        }
        defer { rest = rest.dropFirst(TarHeader.blockBytes) }
        return rest.prefix(TarHeader.blockBytes)
    }

    /// After the first block of zeros there is a second one, and nothing but zeros to the end.
    private mutating func readEnd() throws(SharingError) {
        guard rest.count >= TarHeader.blockBytes, rest.count % TarHeader.blockBytes == 0,
            rest.allSatisfy({ $0 == 0 })
        else { throw SharingError(.refused, "something follows the end of the archive") }
        rest = []
    }

    private static func withoutTopFolder(_ files: [RecipeTree.File]) -> [RecipeTree.File] {
        guard !files.contains(where: { $0.path == RecipeTree.mainPath }) else { return files }
        let tops = Set(files.map { $0.path.prefix { $0 != "/" } })
        guard let top = tops.first, tops.count == 1 else { return files }
        return files.map { file in
            let path = file.path.dropFirst(top.count + 1)
            return RecipeTree.File(path: path.isEmpty ? file.path : String(path), bytes: file.bytes)
        }
    }
}
