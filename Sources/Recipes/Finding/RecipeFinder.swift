import Glibc
import TavusAPI

/// Finds what the word after `tavlua run` means: a script, a recipe's path, or a recipe's name.
public struct RecipeFinder: Sendable {
    public enum Found: Sendable {
        /// A Lua file without a header, or standard input.
        case script(String)
        case recipe(RecipeSource, RecipeProvenance)
    }

    /// In the order in which they are asked.
    public let shelves: [any RecipeShelf]

    public init(shelves: [any RecipeShelf]) { self.shelves = shelves }

    /// - Parameter headerOnly: leaves the code of a recipe unread.
    /// - Throws: ``RecipeError/Kind/notFound``, naming the nearest.
    public func find(_ word: String, headerOnly: Bool = false) throws(RecipeError) -> Found {
        if word == "-" { return .script(word) }
        let isPath = word.hasSuffix(".lua") || word.utf8.contains(UInt8(ascii: "/"))
        if let kind = Self.kind(of: word), isPath || kind != S_IFDIR {
            // Pipes are scripts: looking into one would take its text away. So is what cannot be read:
            // whoever runs it says why.
            guard Self.mayBeRecipe(word, kind),
                let source = try RecipeSource.read(word, headerOnly: headerOnly)
            else { return .script(word) }
            return .recipe(source, .own)
        }
        if let name = RecipeName(word), let found = try onShelf(name, headerOnly: headerOnly) {
            return .recipe(found.0, found.1)
        }
        // What reads like a path is said to be missing by whoever runs it.
        if isPath, RecipeName(word) == nil { return .script(word) }
        throw missing(word)
    }

    /// The same where only a recipe will do.
    public func recipe(
        _ word: String, headerOnly: Bool = false
    ) throws(RecipeError) -> (RecipeSource, RecipeProvenance) {
        switch try find(word, headerOnly: headerOnly) {
        case .recipe(let source, let origin): return (source, origin)
        case .script(let path):
            let isThere = access(path, F_OK) == 0
            let why = isThere ? "a plain script, which has no header" : "no such file or folder"
            throw RecipeError(.notFound, [RecipeProblem(why, file: path)])
        }
    }

    /// By its name alone, as a header names another recipe: no path of the working folder is one.
    public func recipe(named name: RecipeName) throws(RecipeError) -> (
        RecipeSource, RecipeProvenance
    ) {
        guard let found = try onShelf(name, headerOnly: false) else { throw missing("\(name)") }
        return found
    }

    private func onShelf(
        _ name: RecipeName, headerOnly: Bool
    ) throws(RecipeError) -> (RecipeSource, RecipeProvenance)? {
        for shelf in shelves {
            guard let source = try shelf.source(name, headerOnly: headerOnly) else { continue }
            return (source, shelf.origin)
        }
        return nil
    }

    /// Of a file that is there.
    private static func kind(of path: String) -> mode_t? {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_mode & S_IFMT : nil
    }

    private static func mayBeRecipe(_ path: String, _ kind: mode_t) -> Bool {
        switch kind {
        case S_IFDIR: access(path + "/recipe.toml", F_OK) == 0
        case S_IFREG: RecipeSource.looksLikeRecipe(path)
        default: false
        }
    }

    private func missing(_ word: String) -> RecipeError {
        // The name of what stands in the working folder; names are of shelves.
        let shown = DisplayText.safe(word, limit: 80)
        for (path, way) in [("\(word).lua", "\(shown).lua"), ("\(word)/recipe.toml", "./\(shown)")]
        where access(path, F_OK) == 0 {
            return RecipeError(
                .notFound,
                "there is no recipe of the name \"\(shown)\". Here is one by its path: \(way)")
        }
        var names: [String] = []
        for shelf in shelves {
            // The word is what is told about, not a shelf that cannot be read.
            do throws(RecipeError) { names += try shelf.names().map(\.description) } catch {
                continue
            }
        }
        let near = didYouMean(word, among: names)
        let way = near.isEmpty ? " tavlua recipes list shows what there is." : near
        return RecipeError(
            .notFound,
            "there is no script or recipe \"\(DisplayText.safe(word, limit: 80))\".\(way)")
    }
}
