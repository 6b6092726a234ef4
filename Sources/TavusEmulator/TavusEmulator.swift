import JSONValue
import NIOCore

/// The Tavus API, served locally: stateful, offline, over real HTTP on 127.0.0.1.
///
/// Ids, timestamps, pages, errors and life cycles follow the fact sheet; every answer carries the
/// header `x-tavus-emulator`. It can run inside a program or as a server of its own.
///
///     let emulator = TavusEmulator(.init(storage: .memory))
///     let port = try await emulator.start()
///     try await emulator.advance(by: 600)      // ten minutes later
///     await emulator.stop()
public actor TavusEmulator {
    /// The value of `x-tavus-emulator`; it grows when answers change their shape.
    public static let version = "1"

    private let options: Options
    private var core: EmulatorCore?
    private var server: Server?

    private struct Server {
        let listener: Listener
        let courier: Task<Void, Never>
    }

    /// How long a request that is being answered may hold up ``stop()``.
    private static let patience = TimeAmount.seconds(1)

    public init(_ options: Options) { self.options = options }

    /// Opens the store and listens; a second start of a running emulator tells its port again.
    ///
    /// - Returns: the port on 127.0.0.1.
    /// - Throws: ``EmulatorError`` for data that cannot be opened and a port that is taken.
    public func start() async throws -> Int {
        if let server { return server.listener.port }
        let core = try openCore()
        let (apiKey, onRequest) = (options.apiKey, options.onRequest)
        let steering = SteeringRoute(token: options.steeringToken, core: core)
        let listener = try await Listener.start(
            port: options.port, limits: options.connectionLimits, store: core.store
        ) { port in
            Responder(
                core: core, doorkeeper: Doorkeeper(port: port), apiKey: apiKey,
                steering: steering, onRequest: onRequest)
        }
        let courier = WebhookCourier(
            core: core, sender: WebhookSender(reachesOut: options.webhooksReachOut),
            isShared: options.storage != .memory)
        let delivers = options.deliversWebhooks
        server = Server(
            listener: listener,
            courier: Task { if delivers { await courier.run(core.courierWakes.stream) } })
        return listener.port
    }

    /// Stops listening, ends open connections and closes the store; one in memory is gone then.
    public func stop() async {
        if let server {
            await server.listener.stop(patience: Self.patience)
            server.courier.cancel()
            await server.courier.value
        }
        server = nil
        // A store that cannot be closed is closed with the process; SQLite's log keeps its rows.
        if let core { do { try core.store.close() } catch {} }
        core = nil
    }

    /// Moves the clock of all processes on this store.
    ///
    /// - Parameter seconds: may not be negative: a state never goes back.
    public func advance(by seconds: Double) async throws {
        try await openCore().advance(by: seconds)
    }

    /// ``Options/wallTime`` has moved on at once: delivers the webhooks that are due now.
    public func timeHasPassed() { core?.wakeCourier() }

    /// Deletes everything but the stock rows, sets the clock back to wall time, and forgets faults.
    public func reset() async throws { try await openCore().reset() }

    /// The emulator's time, in seconds since 1970.
    public func now() async throws -> Double { try openCore().now() }

    /// Carries out a command by its name, such as `fault` with `{"operation": "videos.create",
    /// "status": 503}`. Sources/Emulator.md lists them; `tavus.emulator` and the paths below
    /// `/__emulator/` are made of them.
    ///
    /// - Throws: ``EmulatorError`` that says what was wrong with the name or a member.
    public func steer(_ command: String, _ fields: JSONObject = [:]) async throws -> JSONValue {
        try await SteeringCommand.named(command).run(fields, openCore())
    }

    /// What `POST /v2/interactions` was sent, oldest first.
    public func interactions() async throws -> [JSONValue] {
        try openCore().store.read { database in
            try Rows.all(RowFilter(kind: Interactions.kind), database).map { .object($0.body) }
        }
    }

    private func openCore() throws(EmulatorError) -> EmulatorCore {
        if let core { return core }
        let opened = try EmulatorCore(options)
        core = opened
        return opened
    }
}
