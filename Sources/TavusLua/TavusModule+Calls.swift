import JSONValue
import LuaHost
import TavusAPI
import TavusClient

/// The functions behind `tavus.<resource>.<verb>`, `tavus.request` and `tavus.connect`.
extension TavusModule {
    var callFunctions: [LuaFunction] { [call, request, connect, target] }

    /// `host.call(client, operation, fields|nil, id…)` → the decoded answer or nil, status, attempts,
    /// request id or nil.
    private var call: LuaFunction {
        .async("call") { [clients] arguments in
            let operation = try arguments.operation(at: 1)
            do {
                let options = try CallOptions(arguments.object(at: 2))
                let ids = try (3..<max(3, arguments.count)).map(arguments.string)
                let request = try operation.request(ids: ids, fields: options.fields)
                let answer = try await clients[arguments.integer(0)].send(
                    request, timeout: options.timeout)
                return answer.luaValues + answer.luaFacts
            } catch let problem as ArgumentError {
                throw LuaArgumentProblem(problem, operation: operation.id)
            }
        }
    }

    /// `host.request(client, method, path, options|nil)` → the decoded answer, and how it came.
    private var request: LuaFunction {
        .async("request") { [clients] arguments in
            do {
                let options = try arguments.object(at: 3) ?? .object([:])
                let request = try TavusRequest(
                    method: arguments.string(1), path: arguments.string(2), options: options)
                let timeout = try CallOptions.timeout(in: options)
                let answer = try await clients[arguments.integer(0)].send(request, timeout: timeout)
                return answer.luaValues + [answer.luaSummary]
            } catch let problem as ArgumentError {
                throw LuaArgumentProblem(problem, operation: "request")
            }
        }
    }

    /// `host.connect{ profile = name }` → the number of another client.
    private var connect: LuaFunction {
        .async("connect") { [clients] arguments in
            do {
                let options = try arguments.object(at: 0)?.objectValue ?? [:]
                for (name, _) in options where name != "profile" {
                    throw ArgumentError(message: "unknown option \"\(name)\"; it takes profile")
                }
                let connection = Connection(profile: options["profile"]?.stringValue)
                return [.integer(try await clients.add(connection))]
            } catch let problem as ArgumentError {
                throw LuaArgumentProblem(problem, operation: "connect")
            }
        }
    }

    /// `host.target(client)` → "emulator" or "live".
    private var target: LuaFunction {
        LuaFunction("target") { [clients] arguments in
            [.string(LuaString(clients[try arguments.integer(0)].target.rawValue))]
        }
    }
}

/// What a call takes beside the API's fields: `timeout` is ours, everything else is sent.
private struct CallOptions {
    var fields: JSONValue?
    var timeout: Duration?

    init(_ value: JSONValue?) throws {
        guard case .object(var members)? = value else {
            fields = value
            return
        }
        timeout = try Self.timeout(in: .object(members))
        members.removeValue(forKey: "timeout")
        fields = .object(members)
    }

    static func timeout(in options: JSONValue) throws -> Duration? {
        guard let value = options["timeout"] else { return nil }
        if let seconds = value.numberValue, seconds >= 0 { return .seconds(seconds) }
        if let text = value.stringValue, let duration = Duration(spelled: text) { return duration }
        throw ArgumentError(
            message: "timeout: expected seconds or text such as \"90s\", got \(value.serialized())")
    }
}

extension TavusRequest {
    /// A call by method and path, with the same gate as the catalogue's.
    fileprivate init(method: String, path: String, options: JSONValue) throws {
        guard let method = HTTPMethod(rawValue: method.uppercased()) else {
            throw ArgumentError(
                message: "unknown method \"\(method)\"; GET, POST, PATCH, PUT and DELETE are known")
        }
        for (name, _) in options.objectValue ?? [:]
        where !["query", "body", "timeout"].contains(name) {
            throw ArgumentError(
                message: "unknown option \"\(name)\"; it takes query, body and timeout")
        }
        try self.init(
            method: method, path: path, query: options["query"]?.objectValue ?? [:],
            body: options["body"])
    }
}

extension TavusAnswer {
    /// The body as it goes onto the Lua stack; nil for an answer without one.
    var luaValues: [LuaValue] { [body.isEmpty ? .nil : .json(body)] }

    /// How it came, without a table: every call has it.
    var luaFacts: [LuaValue] {
        [
            .integer(Int64(status)), .integer(Int64(attempts)),
            requestID.map { .string(LuaString($0)) } ?? .nil,
        ]
    }

    var luaSummary: LuaValue {
        var summary: JSONObject = ["status": .integer(Int64(status))]
        summary["attempts"] = .integer(Int64(attempts))
        if let requestID { summary["request_id"] = .string(requestID) }
        return .json(JSONValue.object(summary).bytes())
    }
}
