import Glibc
import TavusAPI

/// Makes archives, and the index over a folder of them.
public enum RecipeArchiver {
    /// Packs a recipe as `owner-name-version.tar.gz`: the same bytes wherever it is done.
    /// - Returns: the path of the archive.
    public static func pack(
        _ tree: RecipeTree, into folder: String
    ) throws(SharingError) -> (path: String, recipe: SharedRecipe) {
        let recipe = try SharedRecipe(tree)
        let manifest = recipe.manifest
        let words = [manifest.name.owner, manifest.name.name, "\(manifest.version)"]
        let name = words.compactMap(\.self).joined(separator: "-")
        let bytes = TarWriter.packed(tree, topFolder: name)
        guard bytes.count <= RecipeLimits.standard.packedBytes else {
            throw SharingError(.refused, "\(manifest.name): the archive is larger than 2 MiB")
        }
        let path = "\(folder)/\(name).tar.gz"
        try WholeFile.makeFolders(folder)
        try WholeFile.write(bytes, to: path)
        return (path, recipe)
    }

    /// Brings `index.json` of a folder up to date with the archives in it.
    /// - Parameters:
    ///   - generated: the time, in RFC 3339.
    ///   - yanked: versions that nobody is to install any more.
    /// - Returns: what was added.
    /// - Throws: ``SharingError``; the index is not written then.
    public static func index(
        _ folder: String, generated: String, yanking yanked: [(RecipeName, SemanticVersion)]
    ) throws(SharingError) -> [String] {
        let path = "\(folder)/\(RecipeIndex.fileName)"
        var index = RecipeIndex()
        if let bytes = try FileBytes.at(path, upTo: RecipeIndex.maxBytes) {
            index = try RecipeIndex(bytes)
        }
        var added: [String] = []
        for name in try archives(in: folder) {
            do throws(SharingError) {
                let (recipe, version) = try entry("\(folder)/\(name)", url: name)
                if try index.add(version, of: recipe.manifest.name) {
                    added.append("\(recipe.manifest.name) \(version.version)")
                }
            } catch {
                throw error.within(DisplayText.safe(name, limit: 120))
            }
        }
        for (name, version) in yanked { try index.yank(name, version) }
        try WholeFile.write(Array(index.text(generated: generated).utf8), to: path)
        return added
    }

    private static func entry(
        _ path: String, url: String
    ) throws(SharingError) -> (SharedRecipe, IndexedVersion) {
        guard let bytes = try FileBytes.at(path, upTo: RecipeLimits.standard.packedBytes) else {
            throw FileFault.reading(path)
        }
        let recipe = try SharedRecipe(TarReader.tree(packed: bytes))
        guard recipe.manifest.name.owner != nil else {
            throw SharingError(
                .refused, "\(recipe.manifest.name) has no owner; an index holds owner/name")
        }
        var signer: SigningKey?
        if let text = recipe.tree.signature.flatMap({ String(validating: $0, as: UTF8.self) }) {
            signer = try RecipeSignature.verify(
                text, of: recipe.tree, name: recipe.manifest.name,
                version: recipe.manifest.version, key: nil)
        }
        return (recipe, IndexedVersion(recipe, url: url, archive: bytes, signer: signer))
    }

    private static func archives(in folder: String) throws(SharingError) -> [String] {
        guard let listing = opendir(folder) else { throw FileFault.reading(folder) }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".tar.gz") { names.append(name) }
        }
        return names.sorted()
    }
}
