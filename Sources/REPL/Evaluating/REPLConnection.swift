import LuaHost
import Synchronization

/// What the Lua side of the prompt tells the Swift side. Made before the session, to whose modules and
/// output it belongs.
///
/// ```swift
/// let connection = REPLConnection()
/// let host = LuaHost(output: connection.output)
/// let session = try await host.session(modules: connection.modules)
/// let status = await REPLLoop(session: session, connection: connection, editor: editor, …).run()
/// ```
public final class REPLConnection: Sendable {
    enum Event: Sendable, Equatable {
        case note(String)
        case jobBegan(id: Int, place: String)
        case jobEnded(id: Int, JobState, message: String?)
        /// The entry in the foreground looks at a record until it is ready; nil: not any more.
        case waits(RecordWait?)
    }

    private let listener = FunctionSlot<@Sendable (Event) -> Void>()
    private let writer = FunctionSlot<@Sendable (LuaStream, [UInt8]) -> Void>()
    private let pause = FunctionSlot<@Sendable (String, LuaDriver) async -> Void>()
    private let lastJob = Atomic(0)
    /// The functions of jobs, by the job's number.
    private let running = Mutex<[Int: Task<[LuaValue], any Error>]>([:])
    private let (end, ending) = AsyncStream.makeStream(of: Void.self)

    public init() {}

    /// What the session's host is made with.
    public var output: LuaOutput {
        .handler { [self] stream, bytes in writer.function?(stream, bytes) }
    }

    /// What the session is made with, beside what its scripts are to have.
    public var modules: [LuaModule] {
        [
            LuaModule(
                Self.moduleName, functions: functions,
                chunks: [
                    LuaChunk(name: "tavlua.snapshot", source: LuaSources.snapshot),
                    LuaChunk(name: "tavlua.repl", source: LuaSources.driver),
                    LuaChunk(name: "tavlua.breakpoint", source: LuaSources.breakpoint),
                ]),
            LuaModule(
                "repl", isGlobal: true,
                chunks: [
                    LuaChunk(
                        name: "repl",
                        source: """
                            setmetatable(..., { __call = function()
                                local last = require "tavlua.repl".breakpoint()
                                return last -- no tail call: it would take the caller's frame
                            end })
                            """)
                ]),
        ]
    }

    static let moduleName = "tavlua.repl"

    func listen(_ body: (@Sendable (Event) -> Void)?) { listener.set(body) }
    func write(_ body: (@Sendable (LuaStream, [UInt8]) -> Void)?) { writer.set(body) }

    /// What `repl()` in a script does: it gets the place of the call, and the script goes on when it returns.
    func onPause(_ body: (@Sendable (String, LuaDriver) async -> Void)?) {
        pause.set(body)
    }

    /// Lets the session's run end.
    func finish() { ending.finish() }

    /// The number of a new job; counts from 1.
    func newJobID() -> Int { lastJob.add(1, ordering: .relaxed).newValue }

    /// - Returns: false where the job was killed.
    private func runJob(_ id: Int, _ body: LuaFunctionRef) async throws -> Bool {
        let work = Task { try await body.call() }
        running.withLock { $0[id] = work }
        defer { _ = running.withLock { $0.removeValue(forKey: id) } }
        return try await withTaskCancellationHandler {
            do {
                _ = try await work.value
                return true
            } catch is LuaCancelled {
                return false
            }
        } onCancel: {
            work.cancel()
        }
    }

    /// Stops a job, also one that never gives other tasks a turn.
    func kill(_ job: Int) { running.withLock { $0[job] }?.cancel() }

    private func tell(_ event: Event) { listener.function?(event) }

    private var functions: [LuaFunction] {
        [
            LuaFunction("serve") { () async in for await _ in self.end {} },
            .async("pause") { arguments in
                guard let pause = self.pause.function else {
                    throw REPLProblem("repl() opens a prompt in a script, and needs a terminal")
                }
                let functions = (1..<arguments.count).map { arguments[$0] }
                await pause(try arguments.string(0), LuaDriver(paused: functions))
                return []
            },
            LuaFunction("help") { (name: String) in HelpPages.library(name) },
            LuaFunction("note") { (text: String) in self.tell(.note(text)) },
            LuaFunction("job_began") { (place: String) in
                let id = self.newJobID()
                self.tell(.jobBegan(id: id, place: place))
                return id
            },
            LuaFunction("run_job") { (id: Int, body: LuaFunctionRef) async throws in
                try await self.runJob(id, body)
            },
            LuaFunction("job_ended") { (id: Int, state: String, message: String?) in
                self.tell(
                    .jobEnded(id: id, JobState(rawValue: state) ?? .failed, message: message))
            },
            LuaFunction("waits") {
                (kind: String?, id: String?, state: String?, detail: String?) in
                let wait = kind.map {
                    RecordWait(kind: $0, id: id ?? "", state: state, detail: detail)
                }
                self.tell(.waits(wait))
            },
        ]
    }
}

/// A record that something waits for.
struct RecordWait: Sendable, Equatable {
    /// "replica".
    var kind: String
    var id: String
    /// "started".
    var state: String?
    /// How far it is, such as "37/100".
    var detail: String?
}

/// What becomes of a job.
enum JobState: String, Sendable { case running, done, failed, cancelled }
