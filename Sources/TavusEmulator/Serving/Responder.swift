import GRDB
import HTTPTypes
import Hummingbird
import JSONValue
import NIOCore
import NIOHTTP1
import TavusAPI

/// Answers requests: from the socket to a handler and back.
struct Responder: HTTPResponder {
    typealias Context = ConnectionContext

    static let largestBody = 2 * 1024 * 1024

    let store: Store
    let clock: EmulatorClock
    let settings: Settings
    let apiKey: String?
    let onRequest: (@Sendable (TavusEmulator.RequestLogEntry) -> Void)?

    private static let router = Router(operations: Catalogue.operations, handlers: handlers)

    private static let handlers: [String: Handler] = [
        Conversations.handlers, Personas.handlers, Replicas.handlers, Objectives.handlers,
        Guardrails.handlers, Documents.handlers, Videos.handlers, Memories.handlers,
        PronunciationDictionaries.handlers, Lipsyncs.handlers, Replacements.handlers,
        Transcriptions.handlers, Speeches.handlers,
    ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let start = EmulatorClock.uptime()
        let answer: Answer
        do {
            try Doorkeeper.requireOwnHost(request.head.authority, port: context.port)
            try Doorkeeper.requireOwnOrigin(request.headers, port: context.port)
            answer = try await self.answer(to: request)
        } catch let refusal as Refusal {
            answer = refusal.answer
        } catch let error as HTTPParserError {
            // The connection is beyond repair: Hummingbird answers 400 and closes it.
            throw error
        } catch {
            answer = Refusal(500, "The emulator failed: \(error)").answer
        }
        onRequest?(
            TavusEmulator.RequestLogEntry(
                method: request.method.rawValue, path: request.uri.string, status: answer.status,
                duration: EmulatorClock.uptime() - start))
        return answer.response(isHead: request.method == .head)
    }

    private func answer(to request: Request) async throws -> Answer {
        let (path, query) = request.target
        if let interaction = try await answerInteraction(request, path) { return interaction }
        let match = try Self.router.match(method: request.method.rawValue, path: path)
        try Doorkeeper.require(apiKey, in: request.headers)
        guard let query = Query(parsing: query, match.vocabulary) else {
            throw Refusal(400, "Malformed query: a percent escape is broken")
        }
        let body = match.operation.body == .none ? nil : try await body(of: request)
        let call = Call(
            operation: match.operation, ids: match.ids, vocabulary: match.vocabulary, query: query,
            body: body)
        return try await run(isWrite: match.operation.effect != .read) {
            try match.handler(call, $0)
        }
    }

    /// The one route that is not in the catalogue.
    private func answerInteraction(_ request: Request, _ path: Substring) async throws -> Answer? {
        guard path == Interactions.path || path == Interactions.path + "/" else { return nil }
        guard request.method == .post else {
            throw Refusal.methodNotAllowed(request.method.rawValue, String(path), allow: ["POST"])
        }
        try Doorkeeper.require(apiKey, in: request.headers)
        let body = try await body(of: request)
        return try await run(isWrite: true) { try Interactions.accept(body, $0) }
    }

    /// Runs a handler in one transaction, at one moment of the clock.
    private func run(
        isWrite: Bool, _ handler: @escaping @Sendable (Desk) throws -> Answer
    ) async throws -> Answer {
        let (clock, settings) = (clock, settings)
        let transaction = { @Sendable (database: Database) throws -> Answer in
            let now = clock.now(offset: try Rows.clockOffset(database))
            let rows = RowAccess(database: database)
            return try handler(Desk(rows: rows, now: now, settings: settings))
        }
        return isWrite ? try await store.write(transaction) : try store.read(transaction)
    }

    private func body(of request: Request) async throws -> JSONValue? {
        let bytes: ByteBuffer
        do {
            bytes = try await request.body.collect(upTo: Self.largestBody)
        } catch is NIOTooManyBytesError {
            throw Refusal(413, "The body is larger than \(Self.largestBody) bytes")
        }
        guard bytes.readableBytes > 0 else { return nil }
        try Doorkeeper.requireJSON(request.headers)
        do {
            return try bytes.withUnsafeReadableBytes { try JSONValue(parsing: $0) }
        } catch let error as JSONParseError {
            throw Refusal(400, "Invalid JSON at offset \(error.offset): \(error.reason)")
        }
    }
}

/// Hummingbird makes one of these per request.
struct ConnectionContext: InitializableFromSource {
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }

    /// The port the request came in at.
    var port: Int { channel.localAddress?.port ?? 0 }
}

extension Request {
    /// The target as sent, divided at the first question mark.
    fileprivate var target: (path: Substring, query: Substring.UTF8View) {
        let target = head.path ?? ""
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            return (target[...], Substring().utf8)
        }
        return (target[..<mark], target[target.utf8.index(after: mark)...].utf8)
    }
}

extension Answer {
    fileprivate func response(isHead: Bool) -> Response {
        var headers = HTTPFields()
        if !allow.isEmpty { headers[.allow] = allow.joined(separator: ", ") }
        let status = HTTPResponse.Status(code: status)
        guard let body, !isHead else { return Response(status: status, headers: headers) }
        headers[.contentType] = "application/json"
        let bytes = ByteBuffer(bytes: body.bytes())
        return Response(status: status, headers: headers, body: .init(byteBuffer: bytes))
    }
}
