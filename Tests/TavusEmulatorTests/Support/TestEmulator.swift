import JSONValue
import Synchronization
import TavusEmulator

/// An emulator on a free port with a clock that stands still, and a client of bare sockets.
struct TestEmulator: Sendable {
    /// 2025-06-15T15:06:40Z.
    static let start = 1_750_000_000.0

    let emulator: TavusEmulator
    let port: Int

    /// Starts one, hands it to `body`, and stops it.
    static func run(
        _ options: TavusEmulator.Options = .init(),
        _ body: (TestEmulator) async throws -> Void
    ) async throws {
        var options = options
        options.wallTime = { start }
        let emulator = TavusEmulator(options)
        let fixture = TestEmulator(emulator: emulator, port: try await emulator.start())
        do {
            try await body(fixture)
        } catch {
            await emulator.stop()
            throw error
        }
        await emulator.stop()
    }

    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil,
        headers: [String: String] = ["x-api-key": "k"]
    ) async throws -> Reply {
        try await send(method, path, text: body?.serialized(), headers: headers)
    }

    func send(
        _ method: String, _ path: String, text: String?,
        headers: [String: String] = ["x-api-key": "k"]
    ) async throws -> Reply {
        var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
        if headers["Host"] == nil { lines.append("Host: 127.0.0.1:\(port)") }
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if let text {
            lines += ["Content-Type: application/json", "Content-Length: \(text.utf8.count)"]
        }
        let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        return try Reply(parsing: try await Wire.exchange(head + (text ?? ""), port: port))
    }

    func get(_ path: String) async throws -> Reply { try await send("GET", path) }

    func post(_ path: String, _ body: JSONValue? = nil) async throws -> Reply {
        try await send("POST", path, body)
    }

    func patch(_ path: String, _ body: JSONValue) async throws -> Reply {
        try await send("PATCH", path, body)
    }

    func delete(_ path: String) async throws -> Reply { try await send("DELETE", path) }

    /// Creates something and returns the id that is in this member of the answer.
    func create(_ path: String, _ body: JSONValue, id: String) async throws -> String {
        try await post(path, body).string(id)
    }
}
