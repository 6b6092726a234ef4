import JSONValue
import TavusAPI

/// What `fail{…}` asks for: `{ replica = id }` fails that record now, `{ next = "replicas" }` those
/// that will be created next.
struct FailureWish {
    private enum Subject {
        case record(kind: String, id: String)
        case next(kind: String, times: Int)
    }

    private let subject: Subject
    private let reason: String?

    private static let kinds = ForcedFailure.defaultReasons.keys.sorted()

    init(_ fields: JSONObject) throws(EmulatorError) {
        let resources = Self.kinds.compactMap { Catalogue.resource($0) }
        let singulars = resources.map(\.singular)
        let wishes = try Wishes(fields, singulars + ["next", "times", "reason"])
        reason = try wishes.string("reason")
        if let next = try wishes.string("next") {
            guard let resource = Catalogue.resource(next), Self.kinds.contains(resource.name) else {
                throw EmulatorError(
                    "next must be one of \(Self.kinds.joined(separator: ", ")), not \"\(next)\"")
            }
            let times = try wishes.integer("times", in: 1...1_000_000) ?? 1
            subject = .next(kind: resource.name, times: times)
            return
        }
        guard let resource = resources.first(where: { wishes[$0.singular] != nil }),
            let id = try Self.id(wishes, resource)
        else {
            throw EmulatorError(
                "fail needs one of \(singulars.joined(separator: ", ")) with an id, or next")
        }
        subject = .record(kind: resource.name, id: id)
    }

    /// The id itself, or that of a whole record.
    private static func id(
        _ wishes: Wishes, _ resource: APIResource
    ) throws(EmulatorError) -> String? {
        if let id = wishes[resource.singular]?[resource.idField]?.stringValue { return id }
        return try wishes.string(resource.singular)
    }

    func grant(by core: EmulatorCore) async throws {
        switch subject {
        case .next(let kind, let times): core.failures.add(kind, reason: reason, times: times)
        case .record(let kind, let id):
            let failure = ForcedFailure(kind: kind, id: id, reason: reason)
            try await core.write { try failure.applyNow($0) }
        }
    }
}
