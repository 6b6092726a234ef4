import JSONValue
import NIOCore
import NIOPosix
import Synchronization

/// A receiver of webhooks: it answers each with the next of some statuses, and hands out what came,
/// in order.
final class Receiver: Sendable {
    /// What came over one connection, and `nil` bodies for requests that are not whole.
    struct Received: Sendable, Equatable {
        let head: String
        let body: String

        var json: JSONValue { get throws { try JSONValue(parsing: body) } }
    }

    private let channel: any Channel
    private let arrivals: AsyncStream<Received>

    private init(channel: any Channel, arrivals: AsyncStream<Received>) {
        self.channel = channel
        self.arrivals = arrivals
    }

    /// - Parameters:
    ///   - statuses: of the first answers; 200 from then on. 0 never answers.
    ///   - headers: lines of every answer's head.
    static func with(
        _ statuses: [Int] = [], headers: String = "",
        _ body: (Receiver, inout AsyncStream<Received>.Iterator) async throws -> Void
    ) async throws {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Received.self)
        let plan = AnswerPlan(statuses)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ReceivingHandler(continuation, plan, headers: headers))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let receiver = Receiver(channel: channel, arrivals: arrivals)
        var iterator = arrivals.makeAsyncIterator()
        do {
            try await body(receiver, &iterator)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var url: String { "http://127.0.0.1:\(port)/hook" }
}

private final class AnswerPlan: Sendable {
    private let statuses: Mutex<[Int]>

    init(_ statuses: [Int]) { self.statuses = Mutex(statuses) }

    func next() -> Int { statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() } }
}

private final class ReceivingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let arrivals: AsyncStream<Receiver.Received>.Continuation
    private let plan: AnswerPlan
    private let headers: String
    private var text = ""

    init(
        _ arrivals: AsyncStream<Receiver.Received>.Continuation, _ plan: AnswerPlan,
        headers: String
    ) {
        self.arrivals = arrivals
        self.plan = plan
        self.headers = headers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        let parts = text.split(
            separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == length(parts[0]) else { return }
        arrivals.yield(.init(head: String(parts[0]), body: String(parts[1])))
        text = ""
        let status = plan.next()
        guard status > 0 else { return }
        let answer = "HTTP/1.1 \(status) X\r\n\(headers)Content-Length: 2\r\n\r\n{}"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func length(_ head: Substring) -> Int? {
        let line = head.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("content-length:")
        }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }
}
