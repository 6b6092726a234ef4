import JSONValue
import TavusAPI

/// A static index of recipes: `index.json` in a folder or on a web server, with the archives beside it.
///
/// ```json
/// {"format": 1, "generated": "2026-01-31T12:00:00Z", "recipes": [{"name": "acme/sweep", "versions": [
///   {"version": "1.2.0", "url": "acme-sweep-1.2.0.tar.gz", "tree_sha256": "…", "archive_sha256": "…",
///    "size": 2048, "host": ">=0.3", "permissions": {}, "summary": "…", "signer": "RWQ…", "yanked": false}]}]}
/// ```
public struct RecipeIndex: Sendable, Equatable {
    public static let fileName = "index.json"
    static let maxBytes = 8 << 20

    /// The versions of each recipe, the newest first.
    public private(set) var recipes: [RecipeName: [IndexedVersion]] = [:]

    public init() {}

    /// - Throws: ``SharingError`` `refused`; one damaged entry refuses the index.
    public init(_ bytes: [UInt8]) throws(SharingError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw SharingError(.refused, "the index is no JSON: \(error)")
        }
        guard json["format"]?.integerValue == 1, let list = json["recipes"]?.arrayValue else {
            throw SharingError(.refused, "the index is not of the format 1")
        }
        for entry in list {
            let shown = DisplayText.safe(entry["name"]?.stringValue ?? "(no name)", limit: 80)
            guard let name = entry["name"]?.stringValue.flatMap(RecipeName.init),
                name.owner != nil, let versions = entry["versions"]?.arrayValue
            else {
                throw SharingError(.refused, "the index has an entry \(shown) without a right name")
            }
            for version in versions {
                guard let version = IndexedVersion(version) else {
                    throw SharingError(.refused, "the index has a damaged version of \(shown)")
                }
                try add(version, of: name)
            }
        }
    }

    /// Adds a version.
    /// - Returns: whether it was new.
    /// - Throws: ``SharingError`` `integrity` where the version is there with other files: what was published
    ///   stays what it was.
    @discardableResult
    public mutating func add(
        _ version: IndexedVersion, of name: RecipeName
    ) throws(SharingError) -> Bool {
        if let there = recipes[name]?.first(where: { $0.version == version.version }) {
            guard there.tree == version.tree else {
                throw SharingError(
                    .integrity,
                    "\(name) \(version.version) is published with other files (\(there.tree.short));"
                        + " give the changed recipe a new version")
            }
            return false
        }
        recipes[name] = ((recipes[name] ?? []) + [version]).sorted { $0.version > $1.version }
        return true
    }

    /// - Throws: ``SharingError`` `notFound`.
    public mutating func yank(
        _ name: RecipeName, _ version: SemanticVersion
    ) throws(SharingError) {
        guard let index = recipes[name]?.firstIndex(where: { $0.version == version }) else {
            throw SharingError(.notFound, "the index has no \(name) \(version)")
        }
        recipes[name]?[index].isYanked = true
    }

    public var owners: Set<String> { Set(recipes.keys.compactMap(\.owner)) }

    /// - Parameter generated: the time, in RFC 3339.
    public func text(generated: String) -> String {
        let list = recipes.sorted { $0.key.description < $1.key.description }
            .map { name, versions -> JSONValue in
                [
                    "name": .string(name.description),
                    "versions": .array(versions.map(\.json)),
                ]
            }
        let json: JSONValue = [
            "format": 1, "generated": .string(generated), "recipes": .array(list),
        ]
        return json.serialized(.init(isPretty: true, sortsKeys: true)) + "\n"
    }

    /// The newest version that will do and was not taken back.
    func newest(_ name: RecipeName, _ range: VersionRange) -> IndexedVersion? {
        recipes[name]?.first { range.contains($0.version) && !$0.isYanked }
    }
}
