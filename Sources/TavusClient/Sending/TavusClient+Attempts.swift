import AsyncHTTPClient
import NIOCore
import TavusAPI

/// One call with all its attempts: the loop around ``RetryMachine``.
extension TavusClient {
    /// What all attempts at a call share.
    private struct Call {
        let request: TavusRequest
        let outgoing: HTTPClient.Request
        let wire: Wire
        let timeouts: ClientConfiguration.Timeouts
        let end: NIODeadline
        let sentAt = WallClock.now
        let start = ContinuousClock.now
    }

    func transmit(
        _ request: TavusRequest, timeout: Duration?
    ) async throws(TavusError) -> TavusAnswer {
        let call = try await prepare(request, timeout: timeout)
        var machine = RetryMachine(for: request, rules: configuration.retries)
        var isFresh = machine.kind == .create
        while true {
            let exchange = try await attempt(call, number: machine.attempts + 1, isFresh: isFresh)
            let failure: Exchange.Failure
            switch exchange.result() {
            case .success(let answer):
                configuration.retryBudget.deposit()
                return try conclude(call, exchange, .success(answer))
            case .failure(let found): failure = found
            }
            let step =
                Task.isCancelled
                ? .giveUp(machine.outcome(after: failure.mishap))
                : machine.next(
                    failure.mishap, timeLeft: call.end.timeLeft, draw: configuration.draw(),
                    budget: configuration.retryBudget)
            var error = failure.error
            switch step {
            case .done:
                let answer = TavusAnswer(
                    status: error.status ?? 404, attempts: exchange.attempt,
                    requestID: error.requestID)
                return try conclude(call, exchange, .success(answer))
            case .giveUp(let outcome):
                error.outcome = outcome
                return try conclude(call, exchange, .failure(error))
            case .again(let pause, let mustBeFresh):
                isFresh = isFresh || mustBeFresh
                note(error, pause: pause, isFresh: mustBeFresh)
                do { try await configuration.pause(pause) } catch {
                    let stopped = Self.stopped(failure, machine.outcome(after: failure.mishap))
                    return try conclude(call, exchange, .failure(stopped))
                }
            }
        }
    }

    private func prepare(
        _ request: TavusRequest, timeout: Duration?
    ) async throws(TavusError) -> Call {
        let wire = try await wire(for: request)
        guard !Task.isCancelled else {
            throw TavusError(
                notSending: request, code: .cancelled, message: "cancelled before it was sent")
        }
        let outgoing: HTTPClient.Request
        do { outgoing = try wire.request(for: request) } catch {
            throw TavusError(
                notSending: request, code: .invalidArgument,
                message: "no request can be made of it: \(DisplayText.safe("\(error)", limit: 200))"
            )
        }
        let timeouts = timeout.map(configuration.timeouts.allowing) ?? configuration.timeouts
        return Call(
            request: request, outgoing: outgoing, wire: wire, timeouts: timeouts,
            end: .after(timeouts.total))
    }

    private func attempt(
        _ call: Call, number: Int, isFresh: Bool
    ) async throws(TavusError) -> Exchange {
        let transmission = Transmission(
            isWrite: call.request.method != .get, wire: call.wire, timeouts: call.timeouts,
            totalEnd: call.end, maxBodyBytes: configuration.limits.bodyBytes)
        guard register(transmission) else { throw Self.closed(call.request) }
        let cause = await transmission.run(call.outgoing, on: call.wire.client(isFresh: isFresh))
        unregister(transmission)
        noteDate(transmission.received.head?.headers.first(name: "date"))
        let certificate = await Self.distrusted(cause, call)
        return Exchange(
            request: call.request, received: transmission.received, cause: cause,
            certificate: certificate, timeouts: call.timeouts, limits: configuration.limits,
            endpoint: call.wire.endpoint,
            attempt: number, sentAt: call.sentAt)
    }

    /// The certificate for which TLS failed; not through a proxy, which would have to be asked again.
    private static func distrusted(_ cause: (any Error)?, _ call: Call) async -> ServerCertificate?
    {
        let endpoint = call.wire.endpoint
        guard let cause, TransportFailure.isDistrust(cause), endpoint.proxy == nil else {
            return nil
        }
        return await ServerCertificate.shown(
            by: endpoint.base.host, port: endpoint.base.port, on: call.wire.loop,
            within: call.timeouts.connect)
    }

    /// A call that was cancelled between two attempts.
    private static func stopped(
        _ failure: Exchange.Failure, _ outcome: TavusError.Outcome
    ) -> TavusError {
        var error = failure.error
        error.message =
            "cancelled before another attempt, after \(error.code.rawValue): \(error.message)"
        error.code = .cancelled
        error.outcome = outcome
        error.isRetryable = false
        return error
    }

    /// Logs how a call ended, and tells of a write whose caller did not wait for that.
    private func conclude(
        _ call: Call, _ exchange: Exchange, _ result: Result<TavusAnswer, TavusError>
    ) throws(TavusError) -> TavusAnswer {
        log(call, exchange, result)
        if call.request.method != .get, Task.isCancelled { settle(exchange, result) }
        return try result.get()
    }

    private func note(_ error: TavusError, pause: Duration, isFresh: Bool) {
        let place = isFresh ? " on a fresh connection" : ""
        let status = error.status.map { "\($0) " } ?? ""
        configuration.logger.notice(
            """
            \(error.method?.rawValue ?? "") \(DisplayText.safe(error.path ?? "", limit: 200)) attempt \(error.attempts) of at most \
            \(configuration.retries.attempts): \(status)\(error.code.rawValue): \(error.message); \
            again in \(pause.inWords)\(place)
            """)
    }

    private func log(
        _ call: Call, _ exchange: Exchange, _ result: Result<TavusAnswer, TavusError>
    ) {
        guard configuration.logger.logLevel <= .debug else { return }
        let outcome =
            switch result {
            case .success(let answer): "\(answer.status)"
            case .failure(let error):
                "\(error.status.map { "\($0) " } ?? "")\(error.code.rawValue) \(error.outcome.rawValue)"
            }
        let attempts = exchange.attempt > 1 ? " after \(exchange.attempt) attempts" : ""
        let (seconds, fraction) = (ContinuousClock.now - call.start).components
        let milliseconds = seconds * 1_000 + fraction / 1_000_000_000_000_000
        let secrets = CallSecrets(call.request, key: call.wire.endpoint.key)
        let path = DisplayText.safe(secrets.redacting(call.request.path), limit: 200)
        configuration.logger.debug(
            "\(call.request.method.rawValue) \(path) \(outcome) \(milliseconds) ms\(attempts)")
    }

    /// Tells what became of a write whose caller was cancelled, unless it never left.
    private func settle(_ exchange: Exchange, _ result: Result<TavusAnswer, TavusError>) {
        if case .failure(let error) = result, error.outcome == .notSent { return }
        let settled = SettledWrite(
            request: exchange.request, result: result, id: exchange.createdID)
        configuration.logger.warning("\(settled.summary)")
        configuration.onSettledWrite?(settled)
    }
}
