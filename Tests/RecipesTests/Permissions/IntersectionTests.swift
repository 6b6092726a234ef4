import JSONValue
import Recipes
import TavusAPI
import Testing

/// What two permissions have in common never permits more than either, for permissions drawn at random.
struct IntersectionTests {
    private static let entries = [
        "*", "read", "write", "delete", "hard-delete", "videos.*", "*.list", "*.get", "v*.create",
        "*s.delete", "conversations.end", "personas.*", "replicas.delete", "GET /v2/things/*",
        "* /v2/things/*", "* /v2/*", "POST /v2/*/new",
    ]
    private static let paths = ["data", "data/in", ".", "/tmp", "/tmp/x", "data/../x", "{rows}"]
    private static let hosts = ["*.example.com", "api.example.com", "example.com", "10.0.0.1"]

    private static let calls: [TavusRequest] =
        Catalogue.operations.flatMap { operation in
            [false, true].map { isHard in
                TavusRequest(
                    operation: operation, method: operation.method, path: operation.path,
                    query: isHard ? [("hard", "true")] : [])
            }
        }
        + ["/v2/things/1", "/v2/other/new", "/v2/things/new"].flatMap { path in
            HTTPMethod.allCases.map { TavusRequest(method: $0, path: path) }
        }

    private func drawn(_ random: inout some RandomNumberGenerator) throws -> RecipePermissions {
        func some(_ names: [String], _ random: inout some RandomNumberGenerator) -> JSONValue {
            let count = Int.random(in: 0...3, using: &random)
            return .array(names.shuffled(using: &random).prefix(count).map { .string($0) })
        }
        var table: JSONObject = [
            "operations": some(Self.entries, &random), "read": some(Self.paths, &random),
            "hosts": some(Self.hosts, &random), "env": some(["A", "B", "C"], &random),
            "listen": .bool(.random(using: &random)),
        ]
        var limits: JSONObject = [:]
        for name in ["videos", "minutes", "requests"] where .random(using: &random) {
            limits[name] = .integer(.random(in: 0...3, using: &random))
        }
        table["budget"] = .object(limits)
        return try RecipePermissions(table)
    }

    @Test func theIntersectionPermitsNoMoreThanEither() throws {
        var random = SplitMix(seed: 20_251_121)
        for _ in 0..<400 {
            let (one, other) = (try drawn(&random), try drawn(&random))
            let both = one.intersection(other)
            let context = "\(one.canonicalText) and \(other.canonicalText)"
            for call in Self.calls where both.operations.permits(call) {
                let isMore = !one.operations.permits(call) || !other.operations.permits(call)
                #expect(!isMore, "\(call.method) \(call.path), \(context)")
            }
            #expect(one.contains(both), "\(context)")
            #expect(other.contains(both), "\(context)")
            #expect(both == other.intersection(one), "\(context)")
            #expect(one.intersection(one).contains(one), "\(context)")
        }
    }

    @Test func whatBothPermitByNameIsPermittedByTheIntersection() throws {
        var random = SplitMix(seed: 7)
        for _ in 0..<200 {
            let (one, other) = (try drawn(&random), try drawn(&random))
            let both = one.intersection(other)
            for call in Self.calls where call.operation != nil {
                let isCommon = one.operations.permits(call) && other.operations.permits(call)
                #expect(both.operations.permits(call) == isCommon)
            }
        }
    }

    @Test func whoContainsAnotherPermitsAllOfIt() throws {
        var random = SplitMix(seed: 11)
        for _ in 0..<2_000 {
            let (one, other) = (try drawn(&random), try drawn(&random))
            guard one.contains(other) else { continue }
            for call in Self.calls where other.operations.permits(call) {
                #expect(one.operations.permits(call))
            }
        }
    }
}

/// Numbers that are the same in every run. Source: Vigna, splitmix64.c, 2015.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
