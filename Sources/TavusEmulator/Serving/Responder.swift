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

    let core: EmulatorCore
    let apiKey: String?
    let steering: SteeringRoute
    let onRequest: (@Sendable (TavusEmulator.RequestLogEntry) -> Void)?

    private static let router = Router(operations: Catalogue.operations, handlers: handlers)

    /// By the names of their operations.
    static let handlers: [String: Handler] = [
        Conversations.handlers, Personas.handlers, Replicas.handlers, Objectives.handlers,
        Guardrails.handlers, Documents.handlers, Videos.handlers, Memories.handlers,
        PronunciationDictionaries.handlers, Lipsyncs.handlers, Replacements.handlers,
        Transcriptions.handlers, Speeches.handlers, MemoryStores.handlers, Tags.handlers,
        Tools.handlers, PalTools.handlers, Skills.handlers, PalSkills.handlers, Voices.handlers,
        Deployments.handlers, PublicDeployments.handlers,
        CanvasInteractions.handlers, Pals.handlers,
    ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let start = EmulatorClock.uptime()
        var entry = JournalEntry(
            id: core.journal.nextID(), time: core.clock.wallTime(),
            method: request.method.rawValue, path: request.head.path ?? "")
        let answer: Answer
        do {
            try Doorkeeper.requireOwnHost(request.head.authority, port: context.port)
            try Doorkeeper.requireOwnOrigin(request.headers, port: context.port)
            answer = try await self.answer(to: request, &entry)
        } catch let refusal as Refusal {
            answer = refusal.answer
        } catch let error as HTTPParserError {
            // The connection is beyond repair: Hummingbird answers 400 and closes it.
            throw error
        } catch let error as DatabaseError {
            answer = Refusal(storage: error).answer
        } catch {
            answer = Refusal(500, "The emulator failed: \(error)").answer
        }
        entry.duration = EmulatorClock.uptime() - start
        entry.status = answer.delivery == .whole(byteDelay: 0) ? answer.status : 0
        log(entry)
        var response = try await answer.response(
            isHead: request.method == .head, on: context.channel)
        if let header = Self.requestID { response.headers[header] = entry.id }
        return response
    }

    private static let requestID = HTTPField.Name("x-request-id")

    private func log(_ entry: JournalEntry) {
        if !entry.path.hasPrefix(SteeringRoute.prefix) { core.journal.add(entry) }
        onRequest?(
            TavusEmulator.RequestLogEntry(
                method: entry.method, path: entry.path, status: entry.status,
                duration: entry.duration))
    }

    private func answer(to request: Request, _ entry: inout JournalEntry) async throws -> Answer {
        let path = request.target.path
        if SteeringRoute.isMeant(by: path) {
            return try await steering.answer(
                method: request.method, path: path, headers: request.headers
            ) { try await body(of: request) }
        }
        let match = Result { () throws(Refusal) in
            try Self.router.match(method: request.method.rawValue, path: path)
        }
        if case .success(let found) = match { entry.operation = found.operation.id }
        let fault = core.faults.meet(
            FaultedRequest(operation: entry.operation, method: entry.method, path: String(path)))
        guard let fault else { return try await carryOut(match, request, &entry) }
        entry.fault = fault.kind.rawValue
        guard fault.commits else {
            // What is not read would turn a close into a reset.
            _ = try await request.body.collect(upTo: Self.largestBody)
            return fault.spoiled(.empty)
        }
        do {
            return fault.spoiled(try await carryOut(match, request, &entry))
        } catch let refusal as Refusal {
            return fault.spoiled(refusal.answer)
        }
    }

    private func carryOut(
        _ match: Result<Router.Match, Refusal>, _ request: Request, _ entry: inout JournalEntry
    ) async throws -> Answer {
        let (path, query) = request.target
        if Interactions.isMeant(by: path) { return try await answerInteraction(request, &entry) }
        let match = try match.get()
        if match.operation.needsKey { try Doorkeeper.require(apiKey, in: request.headers) }
        guard let query = Query(parsing: query, match.vocabulary) else {
            throw Refusal(400, "Malformed query: a percent escape is broken")
        }
        let body = match.operation.body == .none ? nil : try await body(of: request)
        entry.body = body.map { JournalBody($0) }
        let call = Call(
            operation: match.operation, ids: match.ids, vocabulary: match.vocabulary,
            isNewerName: match.isNewerName, query: query, body: body)
        let failures = core.failures
        return try await core.run(isWrite: match.operation.effect != .read) { desk in
            let answer = try match.handler(call, desk)
            try failures.apply(to: answer, of: call.operation.id, desk)
            return desk.settings.dialect.spoken(answer, to: call.operation)
        }
    }

    /// The one route that is not in the catalogue.
    private func answerInteraction(
        _ request: Request, _ entry: inout JournalEntry
    ) async throws -> Answer {
        guard request.method == .post else {
            throw Refusal.methodNotAllowed(entry.method, Interactions.path, allow: ["POST"])
        }
        try Doorkeeper.require(apiKey, in: request.headers)
        let body = try await body(of: request)
        entry.body = body.map { JournalBody($0) }
        return try await core.run(isWrite: true) { try Interactions.accept(body, $0) }
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
    let channel: any Channel

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
