import JSONValue
import TavusAPI

/// A call with an effect that a run would make.
public struct PlannedCall: Sendable, Equatable {
    /// The catalogue's name; nil for a path that it does not know.
    public let operation: String?
    public let method: HTTPMethod
    /// With placeholders as they are, everything else percent-encoded.
    public let path: String
    public let query: [Pair]
    public let body: JSONValue?
    /// The record that it makes, as far as it is known; nil where it makes none.
    public let makes: Made?

    /// A record that is yet to be made.
    public struct Made: Sendable, Equatable {
        /// The number in its placeholders.
        public let number: Int
        /// The fields for which placeholders were given out. Other text of the same look is the script's own.
        public let fields: [String]

        /// The placeholders that stand for its fields.
        var placeholders: [Placeholder] {
            fields.map { Placeholder(field: $0, number: number) }
        }
    }

    /// A name and a value of the query.
    public struct Pair: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    init(_ request: TavusRequest, makes: Made?) {
        operation = request.knownOperation?.id
        method = request.method
        path = Self.readable(request.path)
        query = request.query.map { Pair(name: $0.name, value: $0.value) }
        body = request.body
        self.makes = makes
    }

    /// The path with its placeholders spelled out, which travel encoded.
    private static func readable(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            PercentEncoding.decode(part).flatMap { Placeholder($0)?.text } ?? String(part)
        }
        return parts.joined(separator: "/")
    }

    /// The request as it can be sent, once every placeholder has a value.
    func request(
        replacing value: (Placeholder) throws -> JSONValue
    ) rethrows -> TavusRequest {
        let parts = try path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard let placeholder = Placeholder(part) else { return String(part) }
            let found = try value(placeholder)
            return PercentEncoding.encode(found.stringValue ?? found.serialized())
        }
        let path = parts.joined(separator: "/")
        return TavusRequest(
            operation: Catalogue.match(method: method, path: path)?.operation, method: method,
            path: path,
            query: try query.map { ($0.name, try $0.value.replacingPlaceholders(value)) },
            body: try body?.replacingPlaceholders(value))
    }

    /// "videos.create", or "POST /v2/things".
    public var name: String { operation ?? "\(method.rawValue) \(path)" }
}

extension PlannedCall {
    public var json: JSONValue {
        var members: JSONObject = [:]
        if let operation { members["operation"] = .string(operation) }
        members["method"] = .string(method.rawValue)
        members["path"] = .string(path)
        if !query.isEmpty {
            members["query"] = .array(query.map { [.string($0.name), .string($0.value)] })
        }
        if let body { members["body"] = body }
        if let makes {
            members["makes"] = [
                "number": .integer(Int64(makes.number)),
                "fields": .array(makes.fields.map { .string($0) }),
            ]
        }
        return .object(members)
    }

    /// - Returns: nil for what is no planned call.
    init?(_ json: JSONValue) {
        guard let method = json["method"]?.stringValue.flatMap(HTTPMethod.init),
            let path = json["path"]?.stringValue, path.hasPrefix("/v2/")
        else { return nil }
        var query: [Pair] = []
        for pair in json["query"]?.arrayValue ?? [] {
            guard let name = pair[0]?.stringValue, let value = pair[1]?.stringValue else {
                return nil
            }
            query.append(Pair(name: name, value: value))
        }
        operation = json["operation"]?.stringValue
        self.method = method
        self.path = path
        self.query = query
        body = json["body"]
        makes = json["makes"]?["number"]?.integerValue.flatMap { Int(exactly: $0) }.map {
            Made(
                number: $0,
                fields: json["makes"]?["fields"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        }
    }
}
