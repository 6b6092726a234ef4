import JSONValue
import TavusAPI

/// The two vocabularies: since 2026 a persona is a PAL and a replica is a face.
///
/// What comes in under either name is stored under the seed's; what goes out carries both. The
/// catalogue knows the names.
struct Vocabulary: Sendable {
    private let seedNames: [String: String]

    /// The names that an operation's query and body take.
    init(_ operation: APIOperation) {
        var names: [String: String] = [:]
        for field in operation.query + operation.bodyFields {
            for alias in field.aliases { names[alias] = field.name }
        }
        // A patch names fields in its paths; it takes what answers show.
        if operation.body == .jsonPatch {
            names.merge(Self.newer[operation.resource, default: []].map { ($1, $0) }) { $1 }
        }
        seedNames = names
    }

    func seedName(of name: String) -> String { seedNames[name] ?? name }

    /// A body under the seed's names. Where both are given, the seed's wins.
    func understood(_ object: JSONObject) -> JSONObject {
        guard !seedNames.isEmpty, object.keys.contains(where: { seedNames[$0] != nil }) else {
            return object
        }
        var result: JSONObject = [:]
        for (key, value) in object {
            let name = seedName(of: key)
            if name == key || object[name] == nil { result[name] = value }
        }
        return result
    }

    /// Resource to its (seed name, newer name) pairs.
    private static let newer: [String: [(String, String)]] = Dictionary(
        uniqueKeysWithValues: Catalogue.resources.map { resource in
            (resource.name, resource.outputAliases.map { ($0.field, $0.name) })
        })

    /// An answer with the newer names behind the seed's.
    static func shown(_ object: consuming JSONObject, _ kind: String) -> JSONObject {
        for (seed, newer) in newer[kind] ?? [] {
            if let value = object[seed] { object[newer] = value }
        }
        return object
    }
}
