import NIOCore
import NIOHTTP1
import NIOPosix

/// Answers every request with the same 334 bytes of JSON; paths that end in `slow` after 20 ms.
struct FixedServer {
    let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    static func start() async throws -> FixedServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answering())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else { throw ChannelError.ioOnClosedChannel }
        return FixedServer(port: port, channel: channel, group: group)
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private var isSlow = false
        private static let body =
            #"{"persona_id":"p5317866","persona_name":"Life Coach","pipeline_mode":"full","#
            + #""system_prompt":"You are a calm and patient coach who listens first.","#
            + #""default_replica_id":"r79e1c033f","created_at":"2025-11-16T10:30:00Z","#
            + #""updated_at":"2025-11-16T10:30:00Z","layers":{"llm":{"model":"tavus-gpt-4o"},"#
            + #""tts":{"tts_engine":"cartesia","tts_emotion_control":true}},"document_ids":[]}"#

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): isSlow = head.uri.hasSuffix("slow")
            case .body: break
            case .end:
                guard isSlow else { return answer(context) }
                let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(20)) {
                    let (handler, context) = loopBound.value
                    handler.answer(context)
                }
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            let headers = HTTPHeaders([
                ("content-type", "application/json"), ("content-length", "\(Self.body.utf8.count)"),
            ])
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: Self.body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
