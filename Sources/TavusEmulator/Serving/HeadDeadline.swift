import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request's head does not come within a time ("slowloris").
///
/// The time runs from the connection's beginning, and for later requests from their first byte. It
/// needs two places: bytes are seen before the HTTP decoder only, whole heads behind it only.
final class HeadDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let limit: TimeAmount
    private var timer: Scheduled<Void>?
    private var isInRequest = false

    init(_ limit: TimeAmount) { self.limit = limit }

    func handlerAdded(context: ChannelHandlerContext) {
        let watch = FirstByte { [self] in
            if !isInRequest && timer == nil { startTimer(context) }
        }
        // A pipeline that has just been made takes handlers.
        do { try context.pipeline.syncOperations.addHandler(watch, position: .first) } catch {
            context.fireErrorCaught(error)
        }
        startTimer(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopTimer() }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isInRequest = true
            stopTimer()
        case .body: break
        case .end: isInRequest = false
        }
        context.fireChannelRead(data)
    }

    private func startTimer(_ context: ChannelHandlerContext) {
        // assumeIsolated because handlers are called on their channel's event loop alone.
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            context.close(promise: nil)
        }
    }

    private func stopTimer() {
        timer?.cancel()
        timer = nil
    }
}

/// Tells that bytes have come.
private final class FirstByte: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let come: () -> Void

    init(_ come: @escaping () -> Void) { self.come = come }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        come()
        context.fireChannelRead(data)
    }
}
