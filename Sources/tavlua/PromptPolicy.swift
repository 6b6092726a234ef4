import JSONValue
import REPL
import Synchronization
import TavusAPI
import TavusClient

/// The prompt's part of the gate: asks before a live record is destroyed, keeps writes back when told so,
/// and notes each exchange for `.http` and the line that says what goes on.
final class PromptPolicy: GatePolicy {
    private let calls: CallLog
    private let gate: CallGate
    /// By the task that sends: one sends one call at a time.
    private let underWay = Mutex<[Int: (number: Int, call: CallLog.Call)]>([:])

    init(calls: CallLog, gate: CallGate) {
        self.calls = calls
        self.gate = gate
    }

    func admit(_ request: TavusRequest) async throws(TavusError) {
        let asked = CallGate.Call(request)
        try await gate.check(request)
        let call = CallLog.Call(
            operation: asked.operation, method: asked.method, path: asked.path, body: asked.body)
        let number = calls.begin(call)
        underWay.withLock { $0[Self.sender] = (number, call) }
    }

    func record(_ request: TavusRequest, _ result: Result<TavusAnswer, TavusError>) async {
        guard let (number, call) = underWay.withLock({ $0.removeValue(forKey: Self.sender) }) else {
            return
        }
        var exchange = CallLog.Exchange(
            call: call, elapsed: .now - call.began, status: nil, answer: nil, problem: nil)
        switch result {
        case .success(let answer):
            exchange.status = answer.status
            exchange.headers = answer.headers.map { .init(name: $0.name, value: $0.value) }
            exchange.answer = String(decoding: answer.body, as: UTF8.self)
        case .failure(let error):
            exchange.status = error.status
            exchange.answer = error.body
            exchange.problem = error.description
        }
        calls.end(number, exchange)
    }

    private static var sender: Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }
}

/// Refuses to delete on a live target what a script that was piped in deletes, unless `--yes` was given.
struct PipedDeletes: GatePolicy {
    private let gate: CallGate

    init(assumesYes: Bool) { gate = CallGate(assumesYes: assumesYes) { true } }

    func admit(_ request: TavusRequest) async throws(TavusError) { try await gate.check(request) }
}

extension CallGate {
    func check(_ request: TavusRequest) async throws(TavusError) {
        guard let refusal = await admit(Call(request)) else { return }
        throw TavusError(notSending: request, code: .permissionDenied, message: refusal.message)
    }
}

extension CallGate.Call {
    init(_ request: TavusRequest) {
        let effect: Effect =
            switch request.effect {
            case .read: .reads
            case .create, .update, .action: .writes
            case .delete, .hardDelete: .destroys
            }
        self.init(
            operation: request.operation?.id, method: request.method.rawValue,
            path: request.pathAndQuery, body: request.body?.serialized(), effect: effect,
            subject: Self.subject(of: request))
    }

    private static func subject(
        of request: TavusRequest
    ) -> (resource: String, singular: String, id: String)? {
        let operation =
            request.operation
            ?? Catalogue.match(method: request.method, path: request.path)?.operation
        guard let operation, let resource = Catalogue.resource(operation.resource),
            let subject = request.subject, subject.hasPrefix(resource.singular + " ")
        else { return nil }
        return (
            resource.name, resource.singular, String(subject.dropFirst(resource.singular.count + 1))
        )
    }
}

extension APIResource {
    /// Ids and names of the records in an answer: one, or a list.
    func named(in answer: TavusAnswer) -> [NamedIdentifier] {
        guard let value = try? JSONValue(parsing: answer.body) else { return [] }
        let rows = value.arrayValue ?? value[page.rows]?.arrayValue ?? [value]
        return rows.compactMap { row in
            guard let id = row[idField]?.stringValue else { return nil }
            let name = nameField.flatMap { row[$0]?.stringValue }
            return NamedIdentifier(id: id, name: name ?? "")
        }
    }
}
