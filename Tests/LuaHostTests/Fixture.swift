import Synchronization

@testable import LuaHost

/// Something that happens once, awaited instead of slept for.
final class Event: Sendable {
    private struct State {
        var hasHappened = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    var hasHappened: Bool { state.withLock { $0.hasHappened } }

    func signal() {
        let waiters = state.withLock { state in
            state.hasHappened = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let hasHappened = state.withLock { state in
                if !state.hasHappened { state.waiters.append(continuation) }
                return state.hasHappened
            }
            if hasHappened { continuation.resume() }
        }
    }
}

/// Counts objects alive, so that a skipped release shows.
final class Canary: Sendable {
    /// The canaries of one test; tests run beside one another.
    final class Cage: Sendable {
        private let living = Atomic<Int>(0)
        var count: Int { living.load(ordering: .sequentiallyConsistent) }
        func change(by difference: Int) {
            living.add(difference, ordering: .sequentiallyConsistent)
        }

        /// Returns when no canary is alive: a Swift task lets go of its error a moment after it ended.
        func isEmpty() async {
            while count > 0 { await Task.yield() }
        }
    }
    private let cage: Cage

    init(in cage: Cage) {
        self.cage = cage
        cage.change(by: 1)
    }

    deinit { cage.change(by: -1) }
}

struct ProbeError: Error, LuaConvertibleError {
    var code = "not_found"
    var canary: Canary?
    var luaMessage: String { "probe failed" }
    var luaFields: [(String, LuaValue)] {
        [("code", .string(code)), ("status", 404), ("message", "failed")]
    }
}

/// What a script wrote, in order.
final class Transcript: Sendable {
    private let parts = Mutex<[(LuaStream, [UInt8])]>([])

    func append(_ stream: LuaStream, _ bytes: [UInt8]) {
        parts.withLock { $0.append((stream, bytes)) }
    }

    func text(_ stream: LuaStream) -> String {
        String(
            decoding: parts.withLock { $0.filter { $0.0 == stream }.flatMap(\.1) }, as: UTF8.self)
    }

    var byteCount: Int { parts.withLock { $0.reduce(0) { $0 + $1.1.count } } }

    /// All streams as they were interleaved, standard error in angle brackets, warnings in round ones.
    var interleaved: String {
        parts.withLock {
            $0.map { stream, bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                return switch stream {
                case .standardOutput: text
                case .standardError: "<\(text)>"
                case .warning: "(\(text))"
                }
            }.joined()
        }
    }
}

/// What tests see and do while a script runs. Its module `probe` is a global; `probe.task` is the
/// host's own `task`.
final class Probe: Sendable {
    let transcript = Transcript()
    let cage = Canary.Cage()
    /// The script called `probe.ready()`.
    let ready = Event()
    /// A call of `probe.hang()` was cancelled.
    let hangWasCancelled = Event()
    /// Lets calls of `probe.wait_for_release()` return.
    let release = Event()
    private let levels = Mutex((current: 0, highest: 0))

    /// The most calls of `probe.busy()` that were in flight at once.
    var highestConcurrency: Int { levels.withLock { $0.highest } }

    var module: LuaModule {
        LuaModule(
            "probe", isGlobal: true, functions: functions,
            chunks: [
                LuaChunk(
                    name: "probe",
                    source: """
                        local module, host, task = ...
                        for name, f in pairs(host) do module[name] = f end
                        module.task = task
                        """)
            ])
    }

    private var functions: [LuaFunction] {
        [
            LuaFunction("echo") { $0.values },
            .async("echo_later") { arguments in
                await Task.yield()
                return arguments.values
            },
            LuaFunction("fail") { [cage] _ in throw ProbeError(canary: Canary(in: cage)) },
            .async("fail_later") { [cage] _ in
                let canary = Canary(in: cage)
                await Task.yield()
                throw ProbeError(canary: canary)
            },
            LuaFunction("fail_plainly") { _ in throw PlainError() },
            LuaFunction("ready") { [ready] _ in
                ready.signal()
                return []
            },
            .async("hang") { [ready, hangWasCancelled] _ in
                let never = AsyncStream<Void> { _ in }
                ready.signal()
                for await _ in never {}
                hangWasCancelled.signal()
                throw CancellationError()
            },
            .async("wait_for_release") { [release] arguments in
                await release.wait()
                return arguments.values
            },
            LuaFunction("release") { [release] _ in
                release.signal()
                return []
            },
            .async("busy") { [self] arguments in
                levels.withLock {
                    $0.current += 1
                    $0.highest = max($0.highest, $0.current)
                }
                for _ in 0..<5 { await Task.yield() }
                levels.withLock { $0.current -= 1 }
                return arguments.values
            },
            LuaFunction("typed") { (text: String) in text },
            LuaFunction("typed_later") { (text: String) async in
                await Task.yield()
                return text
            },
            LuaFunction("call_back") { (f: LuaFunctionRef) async throws -> LuaValue in
                try await f.call().value()
            },
            LuaFunction("slow") { () async throws in
                try await Task.sleep(for: .seconds(1000))
            }.timeout(.milliseconds(5)),
            LuaFunction("integer") { [.integer(try $0.integer(0))] },
        ]
    }

    func session(
        _ change: (inout LuaHost) -> Void = { _ in }, modules: [LuaModule] = []
    ) async throws -> LuaSession {
        var host = LuaHost(output: .handler { [transcript] in transcript.append($0, $1) })
        host.cleanupGrace = .seconds(60)  // tests beside this one may hold the machine up
        change(&host)
        return try await host.session(modules: [module] + modules)
    }

    /// Runs a text in a session of its own.
    func run(_ source: String, modules: [LuaModule] = []) async throws -> [LuaValue] {
        let session = try await session(modules: modules)
        do {
            let values = try await session.run(.text(source, chunkName: "=script"))
            await session.close()
            return values
        } catch {
            await session.close()
            throw error
        }
    }
}

struct PlainError: Error {}
