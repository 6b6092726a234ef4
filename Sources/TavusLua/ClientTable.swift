import Synchronization
import TavusAPI
import TavusClient

/// The clients of one session: number 0 is the one it started with, `tavus.connect` adds others.
final class ClientTable: Sendable {
    private let clients: Mutex<[TavusClient]>
    private let connect: (@Sendable (TavusModule.Connection) async throws -> TavusClient)?

    init(
        first: TavusClient,
        connect: (@Sendable (TavusModule.Connection) async throws -> TavusClient)?
    ) {
        self.clients = Mutex([first])
        self.connect = connect
    }

    /// The client that Lua knows by this number.
    subscript(number: Int64) -> TavusClient {
        clients.withLock { clients in
            precondition(clients.indices.contains(Int(number)), "the Lua module made up a client")
            return clients[Int(number)]
        }
    }

    /// Makes another client and returns its number.
    func add(_ connection: TavusModule.Connection) async throws -> Int64 {
        guard let connect else {
            throw ArgumentError(
                message: "this program has one account only; run tavlua to use several")
        }
        let client = try await connect(connection)
        return clients.withLock { clients in
            clients.append(client)
            return Int64(clients.count - 1)
        }
    }
}
