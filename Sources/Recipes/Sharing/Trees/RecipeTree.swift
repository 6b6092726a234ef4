import TavusAPI

/// The files of a recipe, in memory, sorted by the bytes of their paths.
///
/// Every way in ends here, so that a recipe is the same whichever way it came: a single file is the tree with
/// `init.lua` alone. Folders are no part of it, nor are modes, times and owners.
public struct RecipeTree: Sendable, Equatable {
    public struct File: Sendable, Equatable {
        /// Relative, with `/` between its parts.
        public let path: String
        public let bytes: [UInt8]

        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// Where the code of a recipe begins.
    public static let mainPath = "init.lua"
    /// The signature, beside the files of a folder and in archives.
    public static let signaturePath = "recipe.minisig"

    public let files: [File]
    /// The text of `recipe.minisig`, which is not one of the files: it could not sign itself.
    public let signature: [UInt8]?

    /// - Throws: ``SharingError`` of the kind `refused` for a path, a number or a size that is not allowed, two
    ///   files that some file system would take for one, and precompiled Lua.
    public init(_ files: [File], limits: RecipeLimits = .standard) throws(SharingError) {
        guard files.count <= limits.files else {
            throw SharingError(.refused, "it has more than \(limits.files) files")
        }
        var places = TreePlaces()
        var total = 0
        for file in files {
            if let problem = RecipePath.problem(file.path, limits: limits) {
                throw SharingError(.refused, problem)
            }
            try places.add(file.path)
            total += file.bytes.count
            guard total <= limits.unpackedBytes else {
                throw SharingError(
                    .refused, "it is larger than \(limits.unpackedBytes >> 20) MiB")
            }
            // The first byte of every precompiled chunk; such code could break out of the host.
            guard file.bytes.first != 0x1b else {
                throw SharingError(.refused, "\(file.path) is precompiled Lua, and no text")
            }
        }
        signature = files.first { $0.path == Self.signaturePath }?.bytes
        self.files = files.filter { $0.path != Self.signaturePath }.sorted {
            $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
        }
    }

    /// The recipe that is one file.
    /// - Parameter signature: the file beside it, `NAME.lua.minisig`.
    public init(
        script: [UInt8], signature: [UInt8]? = nil, limits: RecipeLimits = .standard
    ) throws(SharingError) {
        guard script.count <= limits.packedBytes else {
            throw SharingError(.refused, "it is larger than \(limits.packedBytes >> 20) MiB")
        }
        let file = File(path: Self.mainPath, bytes: script)
        let beside = signature.map { File(path: Self.signaturePath, bytes: $0) }
        try self.init([file] + (beside.map { [$0] } ?? []), limits: limits)
    }

    public subscript(path: String) -> [UInt8]? {
        files.first { $0.path == path }?.bytes
    }

    /// `sha256(file) SP size SP path LF` for each file: what the hash is of, and what a signature signs.
    public var listing: String {
        files.map { "\(SHA256Text.hex(of: $0.bytes)) \($0.bytes.count) \($0.path)\n" }.joined()
    }

    public var hash: TreeHash { TreeHash(of: listing) }
}

/// The places that files and the folders above them take, as a file system that ignores case would see them.
private struct TreePlaces {
    private var taken: [String: (spelling: String, isFile: Bool)] = [:]

    mutating func add(_ path: String) throws(SharingError) {
        let parts = path.split(separator: "/")
        for count in 1...parts.count {
            let place = parts.prefix(count).joined(separator: "/")
            let isFile = count == parts.count
            guard let other = taken.updateValue((place, isFile), forKey: place.lowercased()) else {
                continue
            }
            if other.spelling != place {
                throw SharingError(
                    .refused, "\(other.spelling) and \(place) differ in case alone")
            }
            if other.isFile || isFile {
                throw SharingError(.refused, "\(place) is there twice")
            }
        }
    }
}
