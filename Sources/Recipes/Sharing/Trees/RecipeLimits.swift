/// How large a recipe may be. Who reads an archive or a folder stops there, and does not look for its end.
public struct RecipeLimits: Sendable, Equatable {
    /// Bytes of an archive, or of a single file, as it is fetched.
    public var packedBytes = 2 << 20
    /// Bytes of all files together, and of the archive around them.
    public var unpackedBytes = 8 << 20
    public var files = 512
    /// Folders above a file.
    public var depth = 8
    /// Unpacked bytes for each packed one; text packs to a tenth.
    public var ratio = 50
    /// Below this many unpacked bytes the ratio does not count: the padding of a small archive packs well.
    public var ratioFloor = 256 << 10

    public init() {}

    public static let standard = RecipeLimits()
}
