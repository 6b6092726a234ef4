import JSONValue
import TavusAPI

extension Fault {
    private static let names = [
        "operation", "method", "path", "kind", "times", "after", "always", "commit", "status",
        "body", "retry_after", "delay", "byte_delay", "bytes",
    ]

    /// Reads one from an object.
    ///
    /// - Throws: ``EmulatorError`` that names the member which is wrong, missing or of no use.
    init(_ fields: JSONObject) throws(EmulatorError) {
        let wishes = try Wishes(fields, Self.names)
        target = try Target(wishes)
        kind = try Self.kind(wishes)
        times = try wishes.integer("times", in: 1...1_000_000) ?? 1
        if try wishes.bool("always") ?? false { times = nil }
        after = try wishes.integer("after", in: 0...1_000_000) ?? 0
        commits = try wishes.bool("commit") ?? kind.commits
        guard commits || !(kind == .slow || kind == .truncate) else {
            throw EmulatorError(
                "commit = false does not go with \(kind.rawValue): it needs an answer")
        }
        try readStatus(wishes)
        delay = try wishes.seconds("delay") ?? 0
        byteDelay = try wishes.seconds("byte_delay") ?? 0
        bytes = try wishes.integer("bytes", in: 0...Request.largestBody)
        try refuseIdle(wishes)
    }

    /// `status`, `retry_after` and `delay` say by themselves what kind is meant.
    private static func kind(_ wishes: Wishes) throws(EmulatorError) -> Kind {
        guard let word = try wishes.string("kind") else {
            if wishes["status"] != nil || wishes["retry_after"] != nil { return .status }
            if wishes["delay"] != nil || wishes["byte_delay"] != nil { return .slow }
            if wishes["bytes"] != nil { return .truncate }
            throw EmulatorError(
                "a fault needs a kind (\(Self.kinds)), or a status, delay or bytes")
        }
        guard let kind = Kind(rawValue: word) else {
            throw EmulatorError("there is no kind \"\(word)\"; the kinds are \(Self.kinds)")
        }
        return kind
    }

    private static let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")

    private mutating func readStatus(_ wishes: Wishes) throws(EmulatorError) {
        if let value = wishes["retry_after"] {
            guard let text = value.stringValue ?? value.integerValue.map(String.init) else {
                throw EmulatorError("retry_after must be whole seconds or an HTTP date")
            }
            retryAfter = text
        }
        let usual = retryAfter == nil ? 500 : 429
        status = try wishes.integer("status", in: 200...599) ?? usual
        body = wishes["body"]
    }

    /// A member that the kind does not look at is a slip.
    private func refuseIdle(_ wishes: Wishes) throws(EmulatorError) {
        let uses: [String: [Kind]] = [
            "status": [.status], "retry_after": [.status], "body": [.status, .garbage],
            "byte_delay": [.slow], "bytes": [.truncate],
        ]
        for (name, kinds) in uses.sorted(by: { $0.key < $1.key })
        where wishes[name] != nil && !kinds.contains(kind) {
            throw EmulatorError("\(name) does not go with the kind \(kind.rawValue)")
        }
        if kind == .slow && delay == 0 && byteDelay == 0 {
            throw EmulatorError("a slow answer needs delay or byte_delay, in seconds")
        }
    }

    /// As it is listed.
    var json: JSONObject {
        var json: JSONObject = ["kind": .string(kind.rawValue)]
        json["operation"] = target.operation.map { .string($0) }
        json["method"] = target.method.map { .string($0) }
        json["path"] = target.path.map { .string($0) }
        if kind == .status { json["status"] = .integer(Int64(status)) }
        json["retry_after"] = retryAfter.map { .string($0) }
        json["body"] = body
        if delay > 0 { json["delay"] = .number(delay) }
        if byteDelay > 0 { json["byte_delay"] = .number(byteDelay) }
        json["bytes"] = bytes.map { .integer(Int64($0)) }
        json["commit"] = .bool(commits)
        return json
    }
}

extension Fault.Target {
    fileprivate init(_ wishes: Wishes) throws(EmulatorError) {
        operation = try wishes.string("operation")
        method = try wishes.string("method")?.uppercased()
        path = try wishes.string("path")
        if let operation, Catalogue.operation(operation) == nil {
            let names = Catalogue.operations.map(\.id)
            let near = nearest(operation, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
            throw EmulatorError("there is no operation \"\(operation)\".\(near)")
        }
        if let path, !path.hasPrefix("/") {
            throw EmulatorError("path must begin with a slash, as in /v2/videos, not \"\(path)\"")
        }
    }
}
