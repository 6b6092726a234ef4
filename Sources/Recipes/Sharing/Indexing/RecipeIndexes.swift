import Glibc
import TavusAPI
import TavusClient

/// The indexes of this user, in their order.
///
/// The first index that has any recipe of an owner is that owner's index, and no later one is asked: otherwise
/// whoever can write to a public index could offer a higher version of a company's own recipe.
public struct RecipeIndexes: Sendable {
    /// Folders, or addresses that end in `index.json` or in a slash.
    public let locations: [String]
    /// Where documents from the web are kept with their ETag.
    private let cache: String

    public init(_ locations: [String], cache: String) {
        self.locations = locations
        self.cache = cache
    }

    /// A recipe in one of the indexes, and where its archive is.
    struct Entry {
        let version: IndexedVersion
        let origin: RecipePlace
    }

    public struct Match: Sendable {
        public let name: RecipeName
        public let version: IndexedVersion
    }

    /// Recipes whose name or summary holds all of these words; of each the newest version.
    public func search(
        _ words: [String], _ fetcher: RecipeFetcher
    ) async throws(SharingError) -> [Match] {
        var found: [RecipeName: Match] = [:]
        var owned: Set<String> = []
        for location in locations {
            let index = try await load(location, fetcher)
            for name in index.recipes.keys where !owned.contains(name.owner ?? "") {
                guard let version = index.newest(name, .any) ?? index.recipes[name]?.first else {
                    continue
                }
                let text = "\(name) \(version.summary)".lowercased()
                if words.allSatisfy({ text.contains($0.lowercased()) }) {
                    found[name] = Match(name: name, version: version)
                }
            }
            owned.formUnion(index.owners)
        }
        return found.values.sorted { $0.name.description < $1.name.description }
    }

    func owners(_ fetcher: RecipeFetcher) async throws(SharingError) -> Set<String> {
        var owners: Set<String> = []
        for location in locations { owners.formUnion(try await load(location, fetcher).owners) }
        return owners
    }

    func newest(
        _ name: RecipeName, _ range: VersionRange, _ fetcher: RecipeFetcher
    ) async throws(SharingError) -> Entry {
        guard !locations.isEmpty else {
            throw SharingError(
                .notFound,
                "\(name) is to come from an index, and none is named: --index, or TAVLUA_RECIPE_INDEX"
            )
        }
        for location in locations {
            let index = try await load(location, fetcher)
            guard index.owners.contains(name.owner ?? "") else { continue }
            guard let versions = index.recipes[name] else {
                throw SharingError(
                    .notFound,
                    "\(DisplayText.safe(location, limit: 200)) is the index of \(name.owner ?? ""), and"
                        + " has no \(name)")
            }
            guard let version = index.newest(name, range) else {
                let there = versions.prefix(5).map {
                    "\($0.version)\($0.isYanked ? " (yanked)" : "")"
                }
                throw SharingError(
                    .notFound,
                    "no version of \(name) is \(range); there are \(there.joined(separator: ", "))")
            }
            return Entry(version: version, origin: try Self.origin(of: version, in: location))
        }
        throw SharingError(.notFound, "no index has recipes of \(name.owner ?? "")")
    }

    private static func origin(
        of version: IndexedVersion, in location: String
    ) throws(SharingError) -> RecipePlace {
        guard location.contains("://") else {
            if let problem = RecipePath.problem(version.url, upTo: 256) {
                throw SharingError(.refused, "the index names an archive: \(problem)")
            }
            return .path("\(location)/\(version.url)")
        }
        do {
            let address = try documentAddress(location).following(version.url)
            // A public index sends nobody to their own machine; the fetcher refuses private networks.
            guard try !address.isLoopback || documentAddress(location).isLoopback else {
                throw SharingError(.refused, "the index names an archive on this machine")
            }
            return .web(
                try RecipePlace.address(address.description), pin: version.archive)
        } catch let error as SharingError {
            throw error
        } catch {
            throw SharingError(.refused, "the index names an archive: \(error)")
        }
    }

    private static func documentAddress(_ location: String) throws(SharingError) -> WebAddress {
        let isDocument = location.hasSuffix(".json")
        return try RecipePlace.address(
            isDocument
                ? location
                : location + (location.hasSuffix("/") ? "" : "/")
                    + RecipeIndex.fileName)
    }

    private func load(
        _ location: String, _ fetcher: RecipeFetcher
    ) async throws(SharingError) -> RecipeIndex {
        do throws(SharingError) {
            guard location.contains("://") else {
                let path = "\(location)/\(RecipeIndex.fileName)"
                guard let bytes = try FileBytes.at(path, upTo: RecipeIndex.maxBytes) else {
                    throw SharingError(.notFound, "there is no \(RecipeIndex.fileName)")
                }
                return try RecipeIndex(bytes)
            }
            return try await loadFromWeb(Self.documentAddress(location), fetcher)
        } catch {
            throw error.within("index \(DisplayText.safe(location, limit: 200))")
        }
    }

    /// The cached file holds the ETag in its first line, then the document.
    private func loadFromWeb(
        _ address: WebAddress, _ fetcher: RecipeFetcher
    ) async throws(SharingError) -> RecipeIndex {
        let path = "\(cache)/\(SHA256Text.hex(of: Array(address.description.utf8)))"
        let cached = try FileBytes.at(path, upTo: RecipeIndex.maxBytes + 1024)
        let line = cached?.prefix { $0 != 10 }
        let etag = line.map { String(decoding: $0, as: UTF8.self) }
        let fresh = try await fetcher.document(
            address, etag: etag, upTo: RecipeIndex.maxBytes)
        guard let fresh else {
            return try RecipeIndex(Array((cached ?? []).dropFirst((line?.count ?? 0) + 1)))
        }
        let index = try RecipeIndex(fresh.bytes)
        if let etag = fresh.etag, etag.utf8.count < 1000, !etag.contains("\n") {
            try WholeFile.makeFolders(cache)
            try WholeFile.write(Array(etag.utf8) + [10] + fresh.bytes, to: path)
        }
        return index
    }
}
