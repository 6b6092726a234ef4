import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// One request on the wire: collects its answer, holds its deadlines, and knows how far it came.
///
/// All callbacks and timers run on the client's one event loop, so "the head has not been sent yet"
/// is exact when a deadline or a cancellation asks: async-http-client reports the head as sent in
/// the same turn of the loop in which it wrote it.
final class Transmission: HTTPClientResponseDelegate {
    typealias Response = Void

    /// How far the request came. It never goes back: another attempt is another transmission.
    enum Phase: Sendable, Equatable {
        /// Waiting for a connection. Nothing that a server could act on has left.
        case unsent
        /// The head has left, perhaps the body too.
        case sent
        case receiving
        case complete
    }

    /// Why this side gave up.
    enum Stop: Error, Sendable, Equatable {
        case totalTimeout, headTimeout, idleTimeout, cancelled, interrupted, bodyTooLarge
    }

    struct Received: Sendable {
        var phase = Phase.unsent
        /// Whether it went out on a connection that had served a call before.
        var isReused = false
        var head: HTTPResponseHead?
        var body = ByteBuffer()
        var stop: Stop?
    }

    private struct State: Sendable {
        var received = Received()
        /// Known from the moment after the start until the end.
        var task: HTTPClient.Task<Void>?
        var isCancelledUnbound = false
        var hasEnded = false
        /// A write that has left and whose caller was cancelled.
        var isAwaitedByNobody = false
        /// When the part of the call that runs now has taken too long, and what that is called.
        var phaseEnd = NIODeadline.distantFuture
        var phaseStop = Stop.headTimeout
        var timer: Scheduled<Void>?
    }

    let isWrite: Bool
    private let loop: any EventLoop
    private let timeouts: ClientConfiguration.Timeouts
    private let totalEnd: NIODeadline
    private let maxBodyBytes: Int
    private let lastUse: ConnectionWatch.LastUse
    private let state = Mutex(State())

    /// - Parameter totalEnd: of the whole call, this attempt and the others.
    init(
        isWrite: Bool, wire: Wire, timeouts: ClientConfiguration.Timeouts, totalEnd: NIODeadline,
        maxBodyBytes: Int
    ) {
        self.isWrite = isWrite
        loop = wire.loop
        lastUse = wire.lastUse
        self.timeouts = timeouts
        self.totalEnd = totalEnd
        self.maxBodyBytes = maxBodyBytes
    }

    /// What arrived, and how far the request came.
    var received: Received { state.withLock { $0.received } }

    /// Sends the request and returns when it has ended, one way or the other.
    ///
    /// Cancelling the surrounding task stops a read, and a write that has not left. A write that has
    /// left is waited for: it may have made something, and its answer is the only record of it.
    func run(_ request: HTTPClient.Request, on client: HTTPClient) async -> (any Error)? {
        await withTaskCancellationHandler {
            let task = client.execute(
                request: request, delegate: self, eventLoop: .delegate(on: loop), logger: nil)
            bound(task)
            do {
                try await task.futureResult.get()
                return nil
            } catch {
                return error
            }
        } onCancel: {
            loop.execute { self.cancel() }
        }
    }

    private func bound(_ task: HTTPClient.Task<Void>) {
        let (stop, isCancelled) = state.withLock { state in
            state.task = task
            return (state.received.stop, state.isCancelledUnbound)
        }
        // What happened before the task was known is done now.
        if let stop { task.fail(reason: stop) }
        if isCancelled { abandon() }
        // The wait for a connection ends by async-http-client's connect timeout; a call that may take
        // no longer than that needs a timer from its start.
        if totalEnd < .now() + TimeAmount(timeouts.connect) { loop.execute(armOnce) }
        task.futureResult.whenComplete { _ in
            let timer = self.state.withLock { state in
                state.task = nil
                state.hasEnded = true
                return state.timer
            }
            timer?.cancel()
        }
    }

    /// Ends the request from this side. The first reason stays.
    private func end(_ stop: Stop) {
        let task = state.withLock { state in
            if state.received.stop == nil { state.received.stop = stop }
            return state.task
        }
        task?.fail(reason: stop)
    }

    /// Does what cancelling the caller's task does; for a client that closes.
    func abandon() {
        loop.execute { self.cancel() }
    }

    private func cancel() {
        let mustEnd = state.withLock { state in
            guard state.task != nil else {
                state.isCancelledUnbound = true
                return false
            }
            state.isAwaitedByNobody = isWrite && state.received.phase != .unsent
            return !state.isAwaitedByNobody
        }
        if mustEnd { end(.cancelled) }
    }

    /// Gives a write that has left no more than this long to be answered, if its caller is cancelled
    /// by then. Others go on: nobody may have cancelled them.
    func hurry(_ grace: Duration) {
        loop.scheduleTask(in: .init(grace)) {
            if self.state.withLock({ $0.isAwaitedByNobody }) { self.end(.interrupted) }
        }
    }

    // MARK: What async-http-client reports

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.withLock { state in
            if state.received.phase == .unsent { state.received.phase = .sent }
            state.received.isReused = lastUse.isReuse
        }
        watch(.headTimeout, within: timeouts.head)
    }

    func didReceiveHead(
        task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        state.withLock { state in
            state.received.phase = .receiving
            state.received.head = head
        }
        watch(.idleTimeout, within: timeouts.idleBody)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let isTooLarge = state.withLock { state in
            guard state.received.body.readableBytes + buffer.readableBytes <= maxBodyBytes else {
                state.received.stop = .bodyTooLarge
                return true
            }
            var part = buffer
            // The first part is kept as it is; most answers have no second one.
            if state.received.body.readableBytes == 0 {
                state.received.body = part
            } else {
                state.received.body.writeBuffer(&part)
            }
            return false
        }
        guard !isTooLarge else { return task.eventLoop.makeFailedFuture(Stop.bodyTooLarge) }
        watch(.idleTimeout, within: timeouts.idleBody)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        state.withLock { $0.received.phase = .complete }
    }

    // MARK: The timer

    /// Begins a part of the call that may take no longer than this.
    private func watch(_ stop: Stop, within time: Duration) {
        state.withLock { state in
            state.phaseEnd = .after(time)
            state.phaseStop = stop
        }
        armOnce()
    }

    private func armOnce() {
        if state.withLock({ $0.timer == nil }) { arm() }
    }

    /// Sets the one timer to the earliest moment at which anything can be over, whatever comes until
    /// then. A part that begins later only writes down its end: with a timer of its own for each
    /// part, sixty-four calls at once took a third longer.
    private func arm() {
        let soonest = min(NIODeadline.after(timeouts.head), .after(timeouts.idleBody))
        state.withLock { state in
            guard !state.hasEnded else { return }
            let end = min(state.phaseEnd, totalEnd)
            state.timer = loop.scheduleTask(deadline: min(end, soonest)) { self.check() }
        }
    }

    private func check() {
        let now = NIODeadline.now()
        let stop: Stop? = state.withLock { state in
            if now >= totalEnd { return .totalTimeout }
            return now >= state.phaseEnd ? state.phaseStop : nil
        }
        if let stop { end(stop) } else { arm() }
    }
}

extension NIODeadline {
    /// This long from now; never, for zero.
    static func after(_ time: Duration) -> NIODeadline {
        time == .zero ? .distantFuture : .now() + TimeAmount(time)
    }

    /// Until then, at least zero; nil for never.
    var timeLeft: Duration? {
        self == .distantFuture ? nil : .nanoseconds(max(0, (self - .now()).nanoseconds))
    }
}
