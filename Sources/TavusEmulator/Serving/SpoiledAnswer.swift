import Glibc
import NIOCore

/// An answer that a fault delays, drips, cuts off, or keeps back, on its way to the connection.
struct SpoiledAnswer {
    private let answer: Answer
    private let head: ByteBuffer
    private let body: ByteBuffer

    init(_ reply: Reply, head: ByteBuffer, isHead: Bool) {
        answer = reply.answer
        self.head = head
        body = isHead ? ByteBuffer() : reply.body
    }

    /// - Parameter done: called when all is sent; never, when the connection was ended.
    func send(on context: ChannelHandlerContext, _ done: @escaping () -> Void) {
        after(answer.delay, context) {
            switch answer.delivery {
            case .whole(let pause):
                write(head, context)
                drip(body, pause, context, done)
            case .truncated(let count):
                let length = body.readableBytes
                write(head, context)
                write(body.getSlice(at: 0, length: min(count ?? length / 2, length)), context)
                drop(isReset: false, context)
            case .dropped(let isReset): drop(isReset: isReset, context)
            }
        }
    }

    /// Sends the bytes one by one, with a pause before each; all at once without.
    private func drip(
        _ bytes: ByteBuffer, _ pause: Double, _ context: ChannelHandlerContext,
        _ done: @escaping () -> Void
    ) {
        guard pause > 0, bytes.readableBytes > 0 else {
            write(bytes, context)
            return done()
        }
        after(pause, context) {
            var rest = bytes
            write(rest.readSlice(length: 1), context)
            drip(rest, pause, context, done)
        }
    }

    private func after(
        _ seconds: Double, _ context: ChannelHandlerContext, _ body: @escaping () -> Void
    ) {
        guard seconds > 0 else { return body() }
        let time = TimeAmount(.seconds(seconds))
        // assumeIsolated because this runs on the connection's event loop alone.
        context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            if context.channel.isActive { body() }
        }
    }

    private func write(_ bytes: ByteBuffer?, _ context: ChannelHandlerContext) {
        guard let bytes, bytes.readableBytes > 0 else { return }
        context.writeAndFlush(NIOAny(bytes), promise: nil)
    }

    /// Ends the connection: with FIN, or with RST, which drops what was sent and not yet received.
    private func drop(isReset: Bool, _ context: ChannelHandlerContext) {
        let channel = context.channel
        guard isReset, let options = channel as? any SocketOptionProvider else {
            // Behind what was written before.
            return context.writeAndFlush(NIOAny(ByteBuffer()))
                .whenComplete { _ in channel.close(promise: nil) }
        }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            .whenComplete { _ in channel.close(promise: nil) }
    }
}
