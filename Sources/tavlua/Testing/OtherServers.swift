import JSONValue
import LuaHost
import Synchronization
import TavusClient

/// Every server but the emulator, as one test has it: nothing of a test leaves the machine.
final class OtherServers: Sendable {
    private let function = Mutex<LuaFunctionRef?>(nil)

    func answer(with function: LuaFunctionRef) { self.function.withLock { $0 = function } }

    /// - Throws: ``WebError`` where nobody answers.
    func answer(_ request: WebRequest) async throws -> WebAnswer {
        guard let function = function.withLock({ $0 }) else {
            throw WebError(
                .refused,
                "a test reaches no other server; answer_http(function(request) … end) answers in its place"
            )
        }
        let asked: JSONValue = [
            "method": .string(request.method), "url": .string(request.address.description),
            "headers": .object(
                request.headers.reduce(into: [:]) { $0[$1.name.lowercased()] = .string($1.value) }),
            "body": .string(String(decoding: request.body ?? [], as: UTF8.self)),
        ]
        guard
            case .json(let bytes)? = try await function.call(arguments: [.json(asked.bytes())])
                .first
        else {
            throw WebError(.connection, "the connection was lost before an answer came")
        }
        let answer = try JSONValue(parsing: bytes)
        return WebAnswer(
            status: Int(answer["status"]?.integerValue ?? 200),
            headers: (answer["headers"]?.objectValue ?? [:]).map {
                ($0.key, $0.value.stringValue ?? "")
            },
            body: Array((answer["body"]?.stringValue ?? "").utf8), address: request.address)
    }
}
