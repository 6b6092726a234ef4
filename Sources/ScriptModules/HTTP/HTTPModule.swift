import JSONValue
import LuaHost
import TavusClient

/// `require "http"`: requests to other servers, each to a host that the session is granted.
///
/// ```lua
/// local answer = http.post("https://crm.example.com/notes", { json = { text = "hello" } })
/// if answer.ok then print(answer:json().id) end
/// ```
public enum HTTPModule {
    /// Lets a request pass, or throws why not: dry runs and budgets.
    public typealias Admit = @Sendable (WebRequest) async throws -> Void

    /// Answers in the place of all other servers.
    public typealias Send = @Sendable (WebRequest) async throws -> WebAnswer

    /// - Parameters:
    ///   - environment: proxies and trusted certificates.
    ///   - version: of this program, for `user-agent`.
    ///   - send: nil for the network.
    public static func module(
        environment: [String: String], version: String, admit: @escaping Admit = { _ in },
        send: Send? = nil
    ) -> LuaModule {
        LuaModule(
            "http",
            functions: [
                .async("send") { arguments in
                    let call = try HTTPCall(arguments)
                    let host = call.request.address.host
                    try arguments.grants.check(.host(host))
                    try await admit(call.request)
                    if let send { return try await answer(call.request, send) }
                    let client = WebClient(environment: environment, version: version) { target in
                        try judge(target, arguments.grants)
                    }
                    return try await answer(call.request, client.send)
                }
            ], chunks: [LuaChunk(name: "http", source: LuaSources.http)])
    }

    /// A redirect may lead to another host, and a name to this machine.
    private static func judge(_ target: WebClient.Destination, _ grants: LuaGrants) throws {
        let host = target.address.host
        try grants.check(.host(host))
        guard let bytes = target.networkAddress, let address = LuaNetworkAddress(bytes: bytes)
        else { return }
        try grants.check(address, of: host)
    }

    private static func answer(
        _ request: WebRequest, _ send: Send
    ) async throws -> [LuaValue] {
        do {
            let answer = try await send(request)
            var headers: JSONObject = [:]
            for (name, value) in answer.headers {
                let name = name.lowercased()
                let before = headers[name]?.stringValue.map { $0 + ", " } ?? ""
                headers[name] = .string(before + value)
            }
            return [
                .integer(Int64(answer.status)), .json(JSONValue.object(headers).bytes()),
                .string(LuaString(bytes: answer.body)),
                .string(LuaString(answer.address.description)),
            ]
        } catch let error as WebError {
            throw HTTPFailure(request: request, error: error)
        }
    }
}

/// No answer came, as a script sees it.
struct HTTPFailure: LuaConvertibleError {
    let request: WebRequest
    let error: WebError

    var luaMessage: String {
        "http.\(request.method.lowercased()): \(request.address.origin): \(error.message)"
    }

    var luaFields: [(String, LuaValue)] {
        let (code, outcome) =
            switch error.kind {
            case .refused: ("permission_denied", "not_sent")
            case .connection: ("connection_failed", "unknown")
            case .timeout: ("timeout", "unknown")
            case .tooLarge: ("undecodable", "unknown")
            case .cancelled: ("cancelled", "unknown")
            }
        return [
            ("code", .string(code)), ("operation", .string("http.\(request.method.lowercased())")),
            ("message", .string(error.message)), ("outcome", .string(outcome)),
            ("url", .string(request.address.origin)),
        ]
    }
}
