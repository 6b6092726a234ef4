import GRDB
import JSONValue
import NIOCore
import TavusAPI

/// Answers requests: what is only read at once, on the event loop that received the request; what
/// changes something when it is committed.
struct Responder: Sendable {
    let core: EmulatorCore
    let doorkeeper: Doorkeeper
    let apiKey: String?
    let steering: SteeringRoute
    let onRequest: (@Sendable (TavusEmulator.RequestLogEntry) -> Void)?

    typealias Outcome = Result<Answer, any Error>

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

    func respond(to request: Request, on loop: ServingLoop) -> Pending<Reply> {
        let start = EmulatorClock.uptime()
        var entry = JournalEntry(
            id: core.journal.nextID(), time: core.clock.wallTime(), method: request.method,
            path: request.head.uri)
        let outcome: Pending<Outcome>
        do {
            try doorkeeper.requireOwnHost(request.headers)
            try doorkeeper.requireOwnOrigin(request.headers)
            outcome = answer(to: request, &entry, loop)
        } catch {
            outcome = .now(.failure(error))
        }
        switch outcome {
        // Not by way of a closure, which would take a copy of the entry with it.
        case .now(let outcome): return .now(finish(outcome, &entry, since: start))
        case .later:
            return outcome.map { [entry] outcome in
                var entry = entry
                return finish(outcome, &entry, since: start)
            }
        }
    }

    private func finish(
        _ outcome: Outcome, _ entry: inout JournalEntry, since start: Double
    ) -> Reply {
        let answer = Self.answer(of: outcome)
        entry.duration = EmulatorClock.uptime() - start
        entry.status = answer.delivery == .whole(byteDelay: 0) ? answer.status : 0
        if !entry.path.hasPrefix(SteeringRoute.prefix) { core.journal.add(entry) }
        onRequest?(
            TavusEmulator.RequestLogEntry(
                method: entry.method, path: entry.path, status: entry.status,
                duration: entry.duration))
        return Reply(answer, id: entry.id)
    }

    private static func answer(of outcome: Outcome) -> Answer {
        switch outcome {
        case .success(let answer): answer
        case .failure(let refusal as Refusal): refusal.answer
        case .failure(let error as DatabaseError): Refusal(storage: error).answer
        case .failure(let error): Refusal(500, "The emulator failed: \(error)").answer
        }
    }

    private func answer(
        to request: Request, _ entry: inout JournalEntry, _ loop: ServingLoop
    ) -> Pending<Outcome> {
        let path = request.path
        if SteeringRoute.isMeant(by: path) { return steer(request, loop) }
        let match = Result { () throws(Refusal) in
            try Self.router.match(method: request.method, path: path)
        }
        if case .success(let found) = match { entry.operation = found.route.operation.id }
        let fault = core.faults.meet(
            FaultedRequest(operation: entry.operation, method: entry.method, path: path))
        guard let fault else { return carryOut(match, request, &entry, loop) }
        entry.fault = fault.kind.rawValue
        guard fault.commits else { return .now(.success(fault.spoiled(.empty))) }
        return carryOut(match, request, &entry, loop).map { outcome in
            switch outcome {
            case .success(let answer): .success(fault.spoiled(answer))
            case .failure(let refusal as Refusal): .success(fault.spoiled(refusal.answer))
            case .failure: outcome
            }
        }
    }

    private func steer(_ request: Request, _ loop: ServingLoop) -> Pending<Outcome> {
        let steering = steering
        return .later(
            loop.eventLoop.makeFutureWithTask {
                do {
                    return .success(try await steering.answer(to: request))
                } catch {
                    return .failure(error)
                }
            })
    }

    private func carryOut(
        _ match: Result<Router.Match, Refusal>, _ request: Request, _ entry: inout JournalEntry,
        _ loop: ServingLoop
    ) -> Pending<Outcome> {
        do {
            if Interactions.isMeant(by: request.path) {
                return try answerInteraction(request, &entry, loop)
            }
            let call = try call(match.get(), request, &entry)
            guard call.route.operation.effect == .read else {
                return write(loop) { try answer(call, $0) }
            }
            return .now(.success(try core.read(at: loop.moment) { try answer(call, $0) }))
        } catch {
            return .now(.failure(error))
        }
    }

    private func answer(_ call: Call, _ desk: Desk) throws -> Answer {
        let answer = try call.route.handler(call, desk)
        try core.failures.apply(to: answer, of: call.route.operation.id, desk)
        return desk.settings.dialect.spoken(answer, to: call.route.operation)
    }

    private func call(
        _ match: Router.Match, _ request: Request, _ entry: inout JournalEntry
    ) throws -> Call {
        let route = match.route
        if route.operation.needsKey { try Doorkeeper.require(apiKey, in: request.headers) }
        guard let query = Query(parsing: request.query, route.vocabulary) else {
            throw Refusal(400, "Malformed query: a percent escape is broken")
        }
        let body = route.operation.body == .none ? nil : try request.body()
        entry.body = body.map { JournalBody($0, size: request.bodySize) }
        return Call(route: route, ids: match.ids, query: query, body: body)
    }

    /// The one route that is not in the catalogue.
    private func answerInteraction(
        _ request: Request, _ entry: inout JournalEntry, _ loop: ServingLoop
    ) throws -> Pending<Outcome> {
        guard request.head.method == .POST else {
            throw Refusal.methodNotAllowed(entry.method, Interactions.path, allow: ["POST"])
        }
        try Doorkeeper.require(apiKey, in: request.headers)
        let body = try request.body()
        entry.body = body.map { JournalBody($0, size: request.bodySize) }
        return write(loop) { try Interactions.accept(body, $0) }
    }

    private func write(
        _ loop: ServingLoop, _ body: @escaping @Sendable (Desk) throws -> Answer
    ) -> Pending<Outcome> {
        .later(loop.writes.add(body, to: core))
    }
}
