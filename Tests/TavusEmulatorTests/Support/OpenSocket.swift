import NIOCore
import NIOPosix

/// A connection that stays open, for what happens between two requests or within one.
struct OpenSocket {
    private let channel: any Channel
    private let received: AsyncStream<Void>

    /// Connects, and sends `text`.
    static func connect(port: Int, sending text: String) async throws -> OpenSocket {
        let (received, arrivals) = AsyncStream.makeStream(of: Void.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .channelInitializer { $0.pipeline.addHandler(Arrivals(arrivals)) }
            .connect(host: "127.0.0.1", port: port).get()
        let socket = OpenSocket(channel: channel, received: received)
        try await socket.send(text)
        return socket
    }

    /// A connection that the server has ended meanwhile takes the text and drops it.
    func send(_ text: String) async throws {
        do {
            try await channel.writeAndFlush(ByteBuffer(string: text))
        } catch  where !channel.isActive {}
    }

    /// Returns when something has come back; what it is, is dropped.
    func answered() async { for await _ in received { return } }

    /// Returns when the connection has ended, by whichever side.
    func ended() async throws { try await channel.closeFuture.get() }

    func close() async throws {
        channel.close(promise: nil)
        try await ended()
    }
}

private final class Arrivals: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let arrivals: AsyncStream<Void>.Continuation

    init(_ arrivals: AsyncStream<Void>.Continuation) { self.arrivals = arrivals }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { arrivals.yield() }
    func channelInactive(context: ChannelHandlerContext) { arrivals.finish() }
    // A reset ends the connection like a close does.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
