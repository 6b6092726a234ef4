import LuaHost
import Recipes
import TavusClient

extension RunGate {
    /// The gate of `require "http"`: what keeps calls of the API back keeps back requests to other servers.
    /// - Throws: ``WebRefusal``.
    func admit(_ request: WebRequest) throws {
        let denied = rights.denied
        let host = request.address.host
        if denied.beyond.luaGrants(parameters: [:]).permits(.host(host)) {
            throw WebRefusal(request, "--deny keeps this run from \(host)")
        }
        guard !["GET", "HEAD"].contains(request.method) else { return }
        if plan != nil {
            throw WebRefusal(request, "a dry run only reads, from other servers, too")
        }
        if denied.isReadOnly || denied.forbidsDelete && request.method == "DELETE" {
            let option = denied.isReadOnly ? "--read-only" : "--no-delete"
            throw WebRefusal(request, "this run has \(option)")
        }
    }
}

/// A request to another server that this run may not send.
struct WebRefusal: LuaConvertibleError {
    private let function: String
    private let why: String

    init(_ request: WebRequest, _ why: String) {
        function = "http.\(request.method.lowercased())"
        self.why = why
    }

    var luaMessage: String { "\(function): permission_denied: not sent: \(why)" }

    var luaFields: [(String, LuaValue)] {
        [
            ("code", "permission_denied"), ("operation", .string(function)),
            ("message", .string(why)), ("outcome", "not_sent"),
        ]
    }
}
