import NIOCore
import NIOHTTP1
import Synchronization

/// Stands on each connection between the HTTP decoder and async-http-client, and knows what that one
/// does not tell: whether a connection has served a call before. It also ends a connection on which
/// async-http-client could not go on: one whose server sends informational answers without end, which
/// would be read for ever, and one with a status below 100, which ends the process (1.37.0: it takes the
/// head for an informational one, and the end that follows breaks a precondition).
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// More than any server has reason to send before an answer; browsers and proxies see one or two.
    static let maxInformational = 16

    /// Counts the calls of the connection that was written to last. There is one event loop, and
    /// async-http-client reports a head as sent in the turn in which it wrote it; so whoever is told
    /// so reads the count of his own connection here.
    final class LastUse: Sendable {
        fileprivate let calls = Atomic(0)
        var isReuse: Bool { calls.load(ordering: .relaxed) > 1 }
    }

    struct TooManyInformational: Error {}
    struct NoStatus: Error { let code: UInt }

    private let lastUse: LastUse
    private var calls = 0
    private var informational = 0
    /// What the decoder has read already still comes after that, and means nothing any more.
    private var hasGivenUp = false

    init(_ lastUse: LastUse) { self.lastUse = lastUse }

    /// Puts one on a connection of async-http-client, whose own handlers are there already.
    static func install(on channel: any Channel, _ lastUse: LastUse) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(
                type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(ConnectionWatch(lastUse), position: .after(decoder))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = Self.unwrapOutboundIn(data) {
            calls += 1
            informational = 0
            lastUse.calls.store(calls, ordering: .relaxed)
        }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = Self.unwrapInboundIn(data), head.status.code < 200 {
            guard head.status.code >= 100 else {
                return give(up: NoStatus(code: head.status.code), context)
            }
            informational += 1
            if informational > Self.maxInformational {
                return give(up: TooManyInformational(), context)
            }
        }
        if !hasGivenUp { context.fireChannelRead(data) }
    }

    private func give(up error: any Error, _ context: ChannelHandlerContext) {
        hasGivenUp = true
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}
