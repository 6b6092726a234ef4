import NIOCore
import NIOPosix

/// One connection, one text out, all bytes back until the other side closes.
enum Wire {
    /// - Parameter closesOutput: whether to tell the other side that this was all (FIN).
    static func exchange(
        _ text: String, port: Int, closesOutput: Bool = false
    ) async throws -> [UInt8] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: closesOutput))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            if closesOutput { outbound.finish() }
            var bytes: [UInt8] = []
            for try await part in inbound { bytes.append(contentsOf: part.readableBytesView) }
            return bytes
        }
    }
}
