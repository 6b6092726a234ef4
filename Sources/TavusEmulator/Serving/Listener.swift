import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The socket of one emulator on 127.0.0.1, and the connections that came by it.
///
/// On NIO itself: a framework's server hands every request to a task, and those two thread switches
/// cost more than the answer to a read does (`Tests/Bench/emulator`).
final class Listener: Sendable {
    let port: Int
    private let channel: any Channel
    private let connections: OpenConnections
    private let loops: ServingLoops

    /// - Throws: ``EmulatorError`` for a port that is taken, and a store that cannot be read.
    static func start(
        port: Int, limits: TavusEmulator.ConnectionLimits, store: Store,
        responder: @escaping @Sendable (_ port: Int) -> Responder
    ) async throws(EmulatorError) -> Listener {
        let group = MultiThreadedEventLoopGroup.singleton
        let loops = try ServingLoops(group, store)
        let connections = OpenConnections()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // More would come past the gate at once.
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionGate(limit: limits.connections))
                }
            }
            // Who has sent all may say so and still wait for the answer.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try connections.add(channel)
                    let port = channel.localAddress?.port ?? 0
                    let loop = loops.of(channel)
                    try Connection.set(up: channel, limits, loop, responder(port))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
            return Listener(channel, connections, loops)
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            await loops.close()
            throw EmulatorError(
                "cannot listen on 127.0.0.1:\(port): another program has this port. Choose "
                    + "another one (--port N), or 0 for one that is free")
        } catch {
            await loops.close()
            throw EmulatorError("cannot listen on 127.0.0.1:\(port): \(error)")
        }
    }

    private init(
        _ channel: any Channel, _ connections: OpenConnections, _ loops: ServingLoops
    ) {
        self.channel = channel
        self.connections = connections
        self.loops = loops
        port = channel.localAddress?.port ?? 0
    }

    /// Stops listening and ends all connections, those that are being answered when they are.
    ///
    /// - Parameter patience: how long an answer may hold this up.
    func stop(patience: TimeAmount) async {
        // A socket that cannot be closed any more is closed.
        do { try await channel.close() } catch {}
        let open = connections.end()
        for connection in open {
            connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
        let end = channel.eventLoop.scheduleTask(in: patience) {
            for connection in open { connection.close(promise: nil) }
        }
        let closed = EventLoopFuture.andAllComplete(open.map(\.closeFuture), on: channel.eventLoop)
        // It cannot fail: it says that all are complete, however.
        do { try await closed.get() } catch {}
        end.cancel()
        await loops.close()
    }
}

/// Which connections are open, on whatever event loop.
private final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    /// - Throws: when no more are wanted; one that was accepted while the emulator stopped is closed.
    func add(_ channel: any Channel) throws {
        let id = ObjectIdentifier(channel)
        try state.withLock { state in
            guard !state.isOver else { throw ChannelError.ioOnClosedChannel }
            state.channels[id] = channel
        }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock { $0.channels[id] = nil }
        }
    }

    func end() -> [any Channel] {
        state.withLock { state in
            state.isOver = true
            return Array(state.channels.values)
        }
    }
}
