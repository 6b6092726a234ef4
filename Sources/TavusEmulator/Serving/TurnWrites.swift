import NIOCore

/// What one turn of an event loop wants to write: handed over at its end, so that it is committed
/// together, and answered together.
///
/// Handed over one by one, most writes would find the writer idle and have a transaction, and two
/// switches of threads, each of its own.
final class TurnWrites: Sendable {
    typealias Outcome = Result<Answer, any Error>
    typealias Body = @Sendable (Desk) throws -> Answer

    private struct Write {
        let body: Body
        let promise: EventLoopPromise<Outcome>
    }

    private let eventLoop: any EventLoop
    private let waiting: NIOLoopBoundBox<[Write]>

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        waiting = .makeBoxSendingValue([], eventLoop: eventLoop)
    }

    /// - Returns: what has become of it when it is committed or undone.
    func add(_ body: @escaping Body, to core: EmulatorCore) -> EventLoopFuture<Outcome> {
        let promise = eventLoop.makePromise(of: Outcome.self)
        waiting.value.append(Write(body: body, promise: promise))
        if waiting.value.count == 1 { eventLoop.execute { [self] in handOver(to: core) } }
        return promise.futureResult
    }

    private func handOver(to core: EmulatorCore) {
        let writes = waiting.value
        waiting.value = []
        let promises = writes.map(\.promise)
        core.write(writes.map(\.body)) { [eventLoop] outcomes in
            eventLoop.execute {
                for (promise, outcome) in zip(promises, outcomes) { promise.succeed(outcome) }
            }
        }
    }
}
