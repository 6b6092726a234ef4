import JSONValue
import Logging
import Synchronization
import TavusAPI
import TavusClient
import Testing

/// The key of every test that sends one; it must appear in the header and nowhere else.
let sentinelKey = "SECRETSENTINELkey0123456789abf3"

/// An HTTP answer as bytes, with the length of its body.
func http(
    _ status: Int, _ body: String = "", headers: [String] = [], reason: String = "Some"
) -> [UInt8] {
    let head =
        ["HTTP/1.1 \(status) \(reason)", "content-length: \(body.utf8.count)"] + headers + ["", ""]
    return Array((head.joined(separator: "\r\n") + body).utf8)
}

/// A client of this server that sends each call once and pauses for no time, so that a test of one
/// exchange sees one; tests of repeats say so.
func client(
    at baseURL: String, key: String = sentinelKey,
    _ change: (inout ClientConfiguration) -> Void = { _ in }
) throws -> TavusClient {
    let key = try APIKey(key)
    var configuration = ClientConfiguration(target: .live, version: "1.2.3") {
        try TavusEndpoint(baseURL: baseURL, key: key)
    }
    configuration.retries.attempts = 1
    configuration.retryBudget = RetryBudget()
    configuration.pause = { _ in try Task.checkCancellation() }
    change(&configuration)
    return TavusClient(configuration)
}

/// What differs from the usual configuration.
struct Setting {
    var apply: (inout ClientConfiguration) -> Void

    init(_ apply: @escaping (inout ClientConfiguration) -> Void) { self.apply = apply }
}

/// Runs the body with a server and a client of it, and closes both.
func withClient<Result>(
    _ steps: RawServer.Step..., setting: Setting = Setting { _ in },
    body: (TavusClient, RawServer) async throws -> Result
) async throws -> Result {
    let server = try RawServer(steps: steps)
    let client = try client(at: server.baseURL, setting.apply)
    do {
        let result = try await body(client, server)
        await client.close()
        server.stop()
        return result
    } catch {
        await client.close()
        server.stop()
        throw error
    }
}

extension TavusClient {
    /// The error of a call that must fail.
    func failure(of request: TavusRequest, timeout: Duration? = nil) async throws -> TavusError {
        let status: Int
        do throws(TavusError) {
            status = try await send(request, timeout: timeout).status
        } catch {
            return error
        }
        throw UnexpectedAnswer(status: status)
    }
}

struct UnexpectedAnswer: Error { var status: Int }

/// Requests of each kind, by path and by operation.
extension TavusRequest {
    static let list = TavusRequest(method: .get, path: "/v2/personas")

    static func get(_ path: String = "/v2/replicas/r0") -> TavusRequest {
        TavusRequest(method: .get, path: path)
    }

    static func bare(_ method: HTTPMethod) -> TavusRequest {
        TavusRequest(
            method: method, path: "/v2/things",
            body: method == .get || method == .delete ? nil : ["name": "x"])
    }

    static func operation(
        _ id: String, ids: [String] = [], fields: JSONValue? = nil
    ) throws -> TavusRequest {
        let operation = try #require(Catalogue.operation(id))
        return try operation.request(ids: ids, fields: fields)
    }

    static var createConversation: TavusRequest {
        get throws {
            try operation(
                "conversations.create",
                fields: ["replica_id": "r79e1c033f", "persona_id": "p5317866"])
        }
    }
}

/// Keeps every log line.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(lines: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }
}
