import NIOCore

/// Closes a connection whose request's head does not come within a time ("slowloris"), or that is
/// silent for too long.
///
/// The time of a head runs from the connection's beginning, and for later requests from their first
/// byte. This handler stands before the HTTP decoder, where bytes are seen; ``Connection`` behind it
/// tells what they were. Requests only set times: the timer looks at them when it fires, at most once
/// in the shorter of the two limits.
final class ConnectionDeadlines: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let headTime: TimeAmount
    private let idleTime: TimeAmount
    private var timer: Scheduled<Void>?
    private var headBegan: NIODeadline?
    private var lastActive = NIODeadline.now()
    private var isInBody = false
    /// Whether it is this side that the other one waits for.
    private var isAnswering = false

    init(_ limits: TavusEmulator.ConnectionLimits) {
        headTime = TimeAmount(limits.headTime)
        idleTime = TimeAmount(limits.idleTime)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        headBegan = lastActive
        look(in: min(headTime, idleTime), context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActive = .now()
        if headBegan == nil && !isInBody { headBegan = lastActive }
        context.fireChannelRead(data)
    }

    func headCame() {
        headBegan = nil
        isInBody = true
    }

    func requestCame() { isInBody = false }

    func answering() { isAnswering = true }

    func answered() {
        isAnswering = false
        lastActive = .now()
    }

    private func look(in time: TimeAmount, _ context: ChannelHandlerContext) {
        // assumeIsolated because handlers are called on their channel's event loop alone.
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [self] in
            let now = NIODeadline.now()
            let step = min(headTime, idleTime)
            guard !isAnswering else { return look(in: step, context) }
            let end = min(headBegan.map { $0 + headTime } ?? .distantFuture, lastActive + idleTime)
            guard now < end else { return context.close(promise: nil) }
            look(in: min(end - now, step), context)
        }
    }
}
