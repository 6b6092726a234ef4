import JSONValue
import Synchronization
import TavusAPI
import TavusClient

/// The gate's part of a dry run: reads pass, calls with an effect are written down and not sent.
///
/// They are answered with what is certain: the fields that were sent, and placeholders for the id and the
/// links. Reads of such a record are answered from the plan. A script that reads anything else of it
/// decides by what only the service knows; from that line on the plan is marked incomplete.
public final class PlanRecorder: GatePolicy {
    private struct State {
        var records = PlannedRecords()
        var calls: [PlannedCall] = []
        /// By what was asked; of two answers the later one.
        var reads: [String: PlannedRead] = [:]
        var readOrder: [String] = []
        var incompleteness: Plan.Incompleteness?
        var assumptions: [String] = []
    }

    private let state = Mutex(State())

    public init() {}

    public func admit(_ request: TavusRequest) async throws(TavusError) {}

    public func answer(_ request: TavusRequest) async throws(TavusError) -> TavusAnswer? {
        let path = request.recordPath
        if request.effect == .read { return try read(request, at: path) }
        return state.withLock { state in
            let operation = request.knownOperation
            if operation == nil, state.incompleteness == nil {
                state.incompleteness = Plan.Incompleteness(
                    place: nil,
                    reason: "what \(request.method.rawValue) \(request.path) answers is not known")
            }
            let (answer, makes) = Self.plan(request, operation, at: path, in: &state.records)
            state.calls.append(PlannedCall(request, makes: makes))
            return Self.answer(answer, status: operation?.successStatus ?? 200)
        }
    }

    private static func plan(
        _ request: TavusRequest, _ operation: APIOperation?, at path: String,
        in records: inout PlannedRecords
    ) -> (answer: JSONObject?, makes: PlannedCall.Made?) {
        guard let operation else { return ([:], nil) }
        records.touch(path)
        if let made = records.create(request, operation) { return (made.answer, made.makes) }
        if EffectClass(operation.effect) == .delete {
            records.delete(path)
            return (nil, nil)
        }
        let changed = operation.effect == .update ? records.change(path, by: request.body) : nil
        guard operation.answer != .none else { return (nil, nil) }
        return (changed ?? [:], nil)
    }

    private static func answer(_ body: JSONObject?, status: Int) -> TavusAnswer {
        TavusAnswer(
            status: status, body: body.map { JSONValue.object($0).bytes() } ?? [], attempts: 0)
    }

    /// The answer to a read of what is planned; nil lets the service answer.
    private func read(_ request: TavusRequest, at path: String) throws(TavusError) -> TavusAnswer? {
        let (record, isDeleted) = state.withLock { state in
            (state.records.record(at: path), state.records.isDeleted(path))
        }
        if isDeleted {
            throw TavusError(
                notSending: request, code: .notFound, message: "the plan deletes it before")
        }
        let isPlanned = request.mentionsPlaceholder
        // Not what hangs on it, such as the chunks of a document.
        let isRecord = request.knownOperation?.verb == "get"
        if let record, isRecord, isPlanned || touches(path) {
            return Self.answer(record, status: 200)
        }
        guard isPlanned else { return nil }
        // Something of a record that is not there yet: nothing is in it.
        let isList = request.query.contains { $0.name == "page" || $0.name == "limit" }
        let empty: JSONObject = ["data": [], "total_count": 0]
        let hasRows = request.knownOperation.map {
            if case .list = $0.answer { true } else { false }
        }
        return Self.answer(hasRows ?? isList ? empty : [:], status: 200)
    }

    /// Whether the plan writes to the record at this path.
    func touches(_ path: String) -> Bool { state.withLock { $0.records.touched.contains(path) } }

    /// Writes down what the service answered to a read: a plan holds as long as it answers the same.
    public func record(_ request: TavusRequest, _ result: Result<TavusAnswer, TavusError>) async {
        guard request.effect == .read, case .success(let answer) = result, answer.attempts > 0
        else {
            return
        }
        let read = PlannedRead(request, answer)
        let parsed = request.knownOperation?.verb == "get" ? Self.parsed(answer) : nil
        state.withLock { state in
            if state.reads.updateValue(read, forKey: read.name) == nil {
                state.readOrder.append(read.name)
            }
            if let parsed { state.records.note(parsed, at: request.recordPath) }
        }
    }

    private static func parsed(_ answer: TavusAnswer) -> JSONValue? {
        do { return try JSONValue(parsing: answer.body) } catch { return nil }
    }

    // MARK: What scripts tell

    /// A script read a field of a planned record that only the service will know.
    /// - Parameter place: where in the script, such as `calls.lua:12`; nil where that is not known.
    /// - Returns: what stands for it; nil for a field that such a record may not have.
    public func unknown(_ field: String, of id: String, resource: String, at place: String?)
        -> String?
    {
        guard let placeholder = Placeholder(id) else { return nil }
        state.withLock { state in
            guard state.incompleteness == nil else { return }
            state.incompleteness = Plan.Incompleteness(
                place: place, reason: "it reads \(field) of \(id), which only the service knows")
        }
        let operations = Catalogue.resource(resource)?.operations ?? []
        let isAnswered = operations.contains {
            $0.answer == .record(resource) && $0.answerFields.contains(field)
        }
        return isAnswered ? Placeholder(field: field, number: placeholder.number).text : nil
    }

    /// A script waited for a planned record, which is taken to get there.
    public func assume(_ text: String) {
        state.withLock { state in
            if !state.assumptions.contains(text) { state.assumptions.append(text) }
        }
    }

    /// Whether a record is planned, or the plan writes to it: waiting for it would take for ever.
    public func concerns(_ id: String, resource: String) -> Bool {
        Placeholder(id) != nil || touches("/v2/\(resource)/\(id)")
    }

    /// The planned records of a resource, to be shown at the end of its lists.
    public func made(of resource: String) -> [JSONObject] {
        state.withLock { $0.records.made(of: resource) }
    }

    /// The plan so far.
    public var plan: Plan {
        state.withLock { state in
            Plan(
                calls: state.calls, reads: state.readOrder.compactMap { state.reads[$0] },
                incompleteness: state.incompleteness, assumptions: state.assumptions)
        }
    }
}

extension TavusRequest {
    /// The path in the reference's names and with plain ids, so that one record has one path.
    var recordPath: String {
        guard let (operation, ids) = Catalogue.match(method: method, path: path) else {
            return path
        }
        // "/v2/replicas/{id}/name" changes the record itself.
        guard let id = ids.first, operation.pathFields.count == 1 else { return path }
        return "/v2/\(operation.resource)/\(id)"
    }

    /// Whether an id in it is a placeholder.
    var mentionsPlaceholder: Bool {
        let isInPath = path.split(separator: "/").contains { part in
            PercentEncoding.decode(part).map { Placeholder($0) != nil } ?? false
        }
        return isInPath || query.contains { Placeholder($0.value) != nil }
    }
}
