import JSONValue
import TavusAPI
import TavusClient

/// A read that a plan was made from, and what the service answered.
public struct PlannedRead: Sendable, Equatable {
    public let operation: String?
    /// With its query: "/v2/personas?limit=100".
    public let pathAndQuery: String
    /// Of the answer in canonical form, in hexadecimal: records may hold what belongs in no file.
    public let sha256: String

    init(_ request: TavusRequest, _ answer: TavusAnswer) {
        operation = request.knownOperation?.id
        pathAndQuery = request.pathAndQuery
        sha256 = Self.fingerprint(of: answer.body)
    }

    /// Equal for answers that differ in the order of members alone.
    static func fingerprint(of body: [UInt8]) -> String {
        let canonical: [UInt8]
        do { canonical = try JSONValue(parsing: body).bytes(.init(sortsKeys: true)) } catch {
            canonical = body
        }
        return SHA256Text.hex(of: canonical)
    }

    /// "personas.list (/v2/personas?limit=100)"
    public var name: String { operation.map { "\($0) (\(pathAndQuery))" } ?? "GET \(pathAndQuery)" }

    public var json: JSONValue {
        var members: JSONObject = ["path": .string(pathAndQuery), "sha256": .string(sha256)]
        if let operation { members["operation"] = .string(operation) }
        return .object(members)
    }

    init?(_ json: JSONValue) {
        guard let path = json["path"]?.stringValue, path.hasPrefix("/v2/"),
            let sha256 = json["sha256"]?.stringValue
        else { return nil }
        operation = json["operation"]?.stringValue
        pathAndQuery = path
        self.sha256 = sha256
    }

    /// The request, to be sent again.
    var request: TavusRequest {
        let parts = pathAndQuery.split(separator: "?", maxSplits: 1).map(String.init)
        let query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                name: PercentEncoding.decode(halves[0]) ?? "",
                value: halves.count > 1 ? PercentEncoding.decode(halves[1]) ?? "" : ""
            )
        }
        return TavusRequest(
            operation: Catalogue.match(method: .get, path: parts[0])?.operation, method: .get,
            path: parts[0], query: query)
    }
}
