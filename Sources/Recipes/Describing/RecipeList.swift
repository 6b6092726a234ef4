import JSONValue
import TavusAPI

/// What `tavlua recipes list` shows: every recipe of some shelves, of which only headers were read.
public struct RecipeList {
    public struct Entry: Sendable, Hashable {
        public let name: RecipeName
        public let version: SemanticVersion
        public let summary: String
        public let origin: RecipeProvenance
        public let path: String
    }

    /// A name counts once: what an earlier shelf has hides what a later one has.
    public private(set) var entries: [Entry] = []
    /// Recipes that cannot be read; the others are listed all the same.
    public private(set) var problems: [RecipeProblem] = []

    public init(_ shelves: [any RecipeShelf]) {
        var seen: Set<RecipeName> = []
        for shelf in shelves {
            do throws(RecipeError) {
                for found in try shelf.headers() where seen.insert(found.name).inserted {
                    add(found, of: shelf)
                }
            } catch {
                problems += error.problems
            }
        }
    }

    private mutating func add(_ found: ShelvedHeader, of shelf: any RecipeShelf) {
        do throws(RecipeError) {
            // A plain script beside recipes is none.
            guard let source = try found.source.get() else { return }
            let manifest = try RecipeManifest(source.header)
            entries.append(
                Entry(
                    name: found.name, version: manifest.version, summary: manifest.summary,
                    origin: shelf.origin, path: source.path))
        } catch {
            problems += error.problems
        }
    }

    public var json: JSONValue {
        .array(
            entries.map { entry in
                [
                    "name": .string("\(entry.name)"), "version": .string("\(entry.version)"),
                    "summary": .string(entry.summary), "origin": .string(entry.origin.rawValue),
                    "path": .string(entry.path),
                ]
            })
    }
}
