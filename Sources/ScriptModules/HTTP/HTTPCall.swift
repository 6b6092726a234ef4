import JSONValue
import LuaHost
import TavusAPI
import TavusClient

/// A request as a script describes it: `http.post(url, { json = { … }, headers = { … }, timeout = "10s" })`.
struct HTTPCall {
    static let options = [
        "headers", "query", "json", "form", "body", "timeout", "max_bytes", "redirects",
    ]

    private(set) var request: WebRequest

    init(_ arguments: LuaArguments) throws {
        let method = try arguments.string(0)
        let function = "http.\(method.lowercased())"
        let options = try ModuleOptions(arguments, at: 2, of: function, known: Self.options)
        var url = try arguments.string(1)
        let query = try Self.pairs(options, "query")
        if !query.isEmpty { url += (url.contains("?") ? "&" : "?") + Self.encoded(query) }
        do throws(WebError) {
            request = WebRequest(method, try WebAddress(url))
        } catch {
            throw ModuleError(.invalidArgument, in: function, error.message)
        }
        request.acceptsGzip = true
        for (name, value) in try Self.pairs(options, "headers") {
            try Self.check(name, value, in: function)
            request.headers.append((name: name, value: value))
        }
        try addBody(options, in: function)
        request.limits = try Self.limits(options, method: method)
    }

    private mutating func addBody(_ options: ModuleOptions, in function: String) throws {
        let given = ["json", "form", "body"].filter { options.value($0) != nil }
        guard given.count <= 1 else {
            throw ModuleError(
                .invalidArgument, in: function,
                "a request has one body, not \(given.joined(separator: " and "))")
        }
        if let value = options.value("json") {
            setBody(value.bytes(), type: "application/json")
        } else if options.value("form") != nil {
            let form = Self.encoded(try Self.pairs(options, "form"))
            setBody(Array(form.utf8), type: "application/x-www-form-urlencoded")
        } else if let text = try options.text("body") {
            setBody(Array(text.utf8), type: "text/plain; charset=utf-8")
        }
    }

    private mutating func setBody(_ bytes: [UInt8], type: String) {
        request.body = bytes
        let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
        if !hasType { request.headers.append((name: "content-type", value: type)) }
    }

    private static func limits(
        _ options: ModuleOptions, method: String
    ) throws -> WebRequest.Limits {
        var limits = WebRequest.Limits()
        limits.redirects = 3
        if let value = options.value("timeout") {
            let spelled = value.stringValue ?? value.numberValue.map { "\($0)" }
            guard let duration = spelled.flatMap({ Duration(spelled: $0) }), duration > .zero else {
                throw options.misfit("timeout", "seconds or text such as \"10s\"", value)
            }
            limits.total = duration
        }
        if let value = options.value("max_bytes") {
            guard let bytes = value.integerValue, (1...(256 << 20)).contains(bytes) else {
                throw options.misfit("max_bytes", "a whole number up to 268435456", value)
            }
            limits.bodyBytes = Int(bytes)
        }
        if let value = options.value("redirects") {
            guard let count = value.integerValue, (0...10).contains(count) else {
                throw options.misfit("redirects", "a whole number from 0 to 10", value)
            }
            limits.redirects = Int(count)
        }
        return limits
    }

    /// Names with texts, numbers and booleans.
    private static func pairs(
        _ options: ModuleOptions, _ name: String
    ) throws -> [(String, String)] {
        guard let value = options.value(name), value != [] else { return [] }
        let members = value.objectValue?.map { member -> (String, String)? in
            switch member.value {
            case .string(let text): (member.key, text)
            case .integer, .number, .bool: (member.key, member.value.serialized())
            default: nil
            }
        }
        guard let members, !members.contains(where: { $0 == nil }) else {
            throw options.misfit(name, "a table of names and texts", value)
        }
        return members.compactMap { $0 }
    }

    private static func encoded(_ pairs: [(String, String)]) -> String {
        pairs.map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }
            .joined(separator: "&")
    }

    /// A line end in a header would be another header.
    private static func check(_ name: String, _ value: String, in function: String) throws {
        let isToken =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x21...0x7e).contains(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
            }
        let isValue = value.utf8.allSatisfy {
            $0 == 0x09 || (0x20...0x7e).contains($0) || $0 > 0x7f
        }
        guard isToken, isValue else {
            throw ModuleError(
                .invalidArgument, in: function,
                "the header \"\(DisplayText.safe(name, limit: 60))\" holds a character that no header may"
            )
        }
        let isOurs = ["host", "content-length", "transfer-encoding", "connection"]
            .contains(name.lowercased())
        guard !isOurs else {
            throw ModuleError(
                .invalidArgument, in: function,
                "the header \"\(name)\" is set by the request itself")
        }
    }
}
