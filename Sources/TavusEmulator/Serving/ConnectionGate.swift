import NIOCore

/// Holds further connections back while as many as may be are open; they wait in the socket's queue.
final class ConnectionGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never
    typealias OutboundOut = Never

    private let limit: Int
    private var open = 0
    private var isHolding = false

    init(limit: Int) { self.limit = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        open += 1
        // assumeIsolated because the future was moved to the event loop that calls this handler.
        unwrapInboundIn(data).closeFuture.hop(to: context.eventLoop).assumeIsolated()
            .whenComplete { [self] _ in ended(context) }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        isHolding = open >= limit
        if !isHolding { context.read() }
    }

    private func ended(_ context: ChannelHandlerContext) {
        open -= 1
        guard isHolding else { return }
        isHolding = false
        context.read()
    }
}
