import NIOCore
import NIOHTTP1

/// Ends a connection on which async-http-client could not go on: a status below 100, which ends the process
/// (1.37.0: it takes the head for an informational one, and the end that follows breaks a precondition).
final class ReceiverWatch: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    struct NoStatus: Error, CustomStringConvertible {
        let code: UInt
        var description: String { "\(code) is no status" }
    }

    private var hasGivenUp = false

    /// Puts one on a connection, behind the decoder of async-http-client.
    static func install(on channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(
                type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(ReceiverWatch(), position: .after(decoder))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasGivenUp else { return }
        guard case .head(let head) = Self.unwrapInboundIn(data), head.status.code < 100 else {
            return context.fireChannelRead(data)
        }
        hasGivenUp = true
        context.fireErrorCaught(NoStatus(code: head.status.code))
        context.close(promise: nil)
    }
}
