import AsyncHTTPClient
import NIOCore
import Synchronization
import TavusAPI

/// Sends calls to the Tavus API, or to what stands in for it. Its ``send(_:timeout:)`` is the one
/// gate: nothing reaches HTTP beside it.
///
/// ```swift
/// let key = try APIKey(secret)
/// let client = TavusClient(ClientConfiguration(target: .live) {
///     try TavusEndpoint(baseURL: "https://tavusapi.com", key: key)
/// })
/// let answer = try await client.send(request)
/// await client.close()
/// ```
///
/// What a call may do twice decides how often it is sent: ``RetryRules`` bounds it, and a create that
/// may have been read is never sent again. Nothing is opened before the first call.
public final class TavusClient: Sendable {
    private enum Stage {
        case fresh
        case opening(Task<Wire, any Error>)
        case open(Wire)
        case closed
    }

    private struct State {
        var stage = Stage.fresh
        var hasAnnounced = false
        var inFlight: [ObjectIdentifier: Transmission] = [:]
        var drained: [CheckedContinuation<Void, Never>] = []
        var serverDate = ""
        var clockLead = 0.0
    }

    public let configuration: ClientConfiguration
    private let state = Mutex(State())

    public init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }

    public var target: TavusTarget { configuration.target }

    /// Seconds by which this machine's clock was ahead of the server's when an answer came last, at least 0:
    /// what a lost create made may be so much older than the call by this machine's clock.
    public var clockLead: Double { state.withLock { $0.clockLead } }

    /// Sends one call and waits for its answer.
    ///
    /// Cancelling the task ends a read at once, and a write as long as nothing of it has left. A
    /// write that has left is waited for, up to its timeout: its answer is still returned, and told
    /// to ``ClientConfiguration/onSettledWrite`` since the caller may be gone.
    ///
    /// - Parameter timeout: for this call in place of ``ClientConfiguration/Timeouts/total``.
    /// - Throws: ``TavusError``; its `outcome` says whether the call may have had an effect.
    public func send(
        _ request: TavusRequest, timeout: Duration? = nil
    ) async throws(TavusError) -> TavusAnswer {
        announceFirstCall()
        var admitting: [any GatePolicy] = []
        let result: Result<TavusAnswer, TavusError>
        do throws(TavusError) {
            if let problem = RequestPath.problem(in: request.path) {
                let path = DisplayText.safe(request.path, limit: 200)
                throw TavusError(
                    notSending: request, code: .invalidArgument,
                    message: "the path \"\(path)\" cannot be sent: \(problem)")
            }
            warn(of: request)
            for policy in configuration.policies {
                try await policy.admit(request)
                admitting.append(policy)
            }
            if let answer = try await answerInPlace(request) {
                result = .success(answer)
            } else {
                result = .success(try await transmit(request, timeout: timeout))
            }
        } catch {
            result = .failure(error)
        }
        for policy in admitting.reversed() { await policy.record(request, result) }
        return try result.get()
    }

    /// What a policy answers in place of the service.
    private func answerInPlace(_ request: TavusRequest) async throws(TavusError) -> TavusAnswer? {
        for policy in configuration.policies {
            if let answer = try await policy.answer(request) { return answer }
        }
        return nil
    }

    /// Lets writes that are on their way and whose callers are cancelled have no more than `grace`
    /// to be answered. For Ctrl-C: call it, then cancel.
    public func interrupt(grace: Duration = .seconds(2)) {
        let inFlight = state.withLock { Array($0.inFlight.values) }
        for transmission in inFlight { transmission.hurry(grace) }
    }

    /// Ends reads, waits for writes that have left, then closes the connections. Later calls fail.
    public func close() async {
        let (stage, inFlight) = state.withLock { state in
            defer { state.stage = .closed }
            return (state.stage, Array(state.inFlight.values))
        }
        for transmission in inFlight { transmission.abandon() }
        await drain()
        switch stage {
        case .open(let wire): await wire.close()
        case .opening(let opening):
            // A failure to open is told to the call that wanted it; here is nothing left to close.
            if case .success(let wire) = await opening.result { await wire.close() }
        case .fresh, .closed: break
        }
    }

    private func announceFirstCall() {
        let isFirst = state.withLock { state in
            defer { state.hasAnnounced = true }
            return !state.hasAnnounced
        }
        if isFirst { configuration.onFirstCall?() }
    }

    private func warn(of request: TavusRequest) {
        let name = request.operation.map { "tavus.\($0.id)" } ?? request.method.rawValue
        for warning in request.warnings {
            configuration.logger.warning("\(name): \(DisplayText.safe(warning, limit: 500))")
        }
    }

    // MARK: The connection, and what is under way on it

    static func closed(_ request: TavusRequest) -> TavusError {
        TavusError(notSending: request, code: .failed, message: "this client is closed")
    }

    func wire(for request: TavusRequest) async throws(TavusError) -> Wire {
        enum Step {
            case ready(Wire)
            case wait(Task<Wire, any Error>)
            case refuse
        }
        let step: Step = state.withLock { state in
            switch state.stage {
            case .open(let wire): return .ready(wire)
            case .opening(let opening): return .wait(opening)
            case .closed: return .refuse
            case .fresh:
                // A task of its own: the call that happens to be first may be cancelled while others
                // wait for the same connection.
                let opening = Task { [configuration] in
                    Wire(endpoint: try await configuration.endpoint(), configuration: configuration)
                }
                state.stage = .opening(opening)
                return .wait(opening)
            }
        }
        switch step {
        case .ready(let wire): return wire
        case .refuse: throw Self.closed(request)
        case .wait(let opening):
            let opened = await opening.result
            state.withLock { state in
                guard case .opening(let current) = state.stage, current == opening else { return }
                switch opened {
                case .success(let wire): state.stage = .open(wire)
                case .failure: state.stage = .fresh
                }
            }
            switch opened {
            case .success(let wire): return wire
            case .failure(let error): throw Self.unopened(request, error)
            }
        }
    }

    private static func unopened(_ request: TavusRequest, _ error: any Error) -> TavusError {
        if let error = error as? TavusError { return error }
        let code: ErrorCode =
            (error as? ConfigurationError)?.kind == .noKey ? .authentication : .connectionFailed
        return TavusError(
            notSending: request, code: code, message: DisplayText.safe("\(error)", limit: 500))
    }

    func register(_ transmission: Transmission) -> Bool {
        state.withLock { state in
            if case .closed = state.stage { return false }
            state.inFlight[ObjectIdentifier(transmission)] = transmission
            return true
        }
    }

    /// Compares the clocks; a date that was seen before tells nothing new.
    func noteDate(_ text: String?) {
        guard let text, state.withLock({ $0.serverDate != text }),
            let date = APITimestamp.parse(text)
        else { return }
        let lead = max(0, WallClock.now - date)
        state.withLock { state in
            state.serverDate = text
            // Dates have no fractions, and answers take a moment.
            state.clockLead = lead < 2 ? 0 : lead
        }
    }

    func unregister(_ transmission: Transmission) {
        let drained = state.withLock { state in
            state.inFlight[ObjectIdentifier(transmission)] = nil
            guard state.inFlight.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.drained = [] }
            return state.drained
        }
        for continuation in drained { continuation.resume() }
    }

    private func drain() async {
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                if !state.inFlight.isEmpty { state.drained.append(continuation) }
                return state.inFlight.isEmpty
            }
            if isDrained { continuation.resume() }
        }
    }
}
