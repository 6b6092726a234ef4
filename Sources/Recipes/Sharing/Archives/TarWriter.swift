/// Writes a tree as a ustar archive that is the same bytes wherever it is made: sorted, mode 0644, time 0, no
/// owner, one top folder.
enum TarWriter {
    static func packed(_ tree: RecipeTree, topFolder: String) -> [UInt8] {
        Gzip.compressed(archive(of: tree, topFolder: topFolder))
    }

    /// - Parameter topFolder: at most 155 bytes.
    static func archive(of tree: RecipeTree, topFolder: String) -> [UInt8] {
        precondition(topFolder.utf8.count <= 155, "the top folder goes into a ustar prefix")
        var bytes: [UInt8] = []
        let signature = tree.signature.map {
            RecipeTree.File(path: RecipeTree.signaturePath, bytes: $0)
        }
        for file in tree.files + (signature.map { [$0] } ?? []) {
            bytes += header(of: file, topFolder: topFolder)
            bytes += file.bytes
            bytes += zeros(-file.bytes.count & (TarHeader.blockBytes - 1))
        }
        return bytes + zeros(2 * TarHeader.blockBytes)
    }

    private static func header(of file: RecipeTree.File, topFolder: String) -> [UInt8] {
        // As stock tar does it: the prefix only where the name has no room.
        let whole = topFolder + "/" + file.path
        let isShort = whole.utf8.count <= RecipePath.maxBytes
        var block = zeros(TarHeader.blockBytes)
        put(isShort ? whole : file.path, at: 0, into: &block)
        put(isShort ? "" : topFolder, at: 345, into: &block)
        put(octal(0o644, digits: 7), at: 100, into: &block)
        put(octal(0, digits: 7), at: 108, into: &block)
        put(octal(0, digits: 7), at: 116, into: &block)
        put(octal(file.bytes.count, digits: 11), at: 124, into: &block)
        put(octal(0, digits: 11), at: 136, into: &block)
        put("0", at: 156, into: &block)
        put("ustar\u{0}00", at: 257, into: &block)
        put(octal(TarHeader.checksum(of: block), digits: 6) + "\u{0} ", at: 148, into: &block)
        return block
    }

    private static func put(_ text: String, at offset: Int, into block: inout [UInt8]) {
        block.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
