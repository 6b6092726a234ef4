import NIOCore

/// Holds further connections back while as many as may be are open, and while the process is out of
/// descriptors; they wait in the socket's queue.
final class ConnectionGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never
    typealias OutboundOut = Never

    private let limit: Int
    private var open = 0
    private var isHolding = false
    private var retry: Scheduled<Void>?

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

    /// Stops watching the socket: it stays readable as long as somebody waits there, and a read that
    /// failed stays asked for, so that the loop would accept in vain as fast as it can. (NIO's
    /// `AcceptBackoffHandler` delays the reads that follow, and does not take back that one.)
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        guard retry == nil else { return }
        setWatching(false, context)
        // assumeIsolated because a handler is called on its own event loop.
        retry = context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self] in
            resume(context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        retry?.cancel()
        retry = nil
    }

    /// Descriptors come free elsewhere, too: by files, and by calls of this process.
    private static let pause = TimeAmount.milliseconds(100)

    private func resume(_ context: ChannelHandlerContext) {
        retry?.cancel()
        retry = nil
        setWatching(true, context)
        read(context: context)
    }

    private func setWatching(_ isWatching: Bool, _ context: ChannelHandlerContext) {
        // It fails for a channel that is closed, which watches nothing.
        do { try context.channel.syncOptions?.setOption(.autoRead, value: isWatching) } catch {}
    }

    private func ended(_ context: ChannelHandlerContext) {
        open -= 1
        if retry != nil { return resume(context) }
        guard isHolding else { return }
        isHolding = false
        context.read()
    }
}
