import LuaShim
import Synchronization

/// A call of a script's function by the host, on its way to the session's thread and back.
struct FunctionCall: Sendable {
    let request: UInt64
    let function: UInt64
    let arguments: [LuaValue]
    let cancellation: Cancellation
    let answer: CheckedContinuation<[LuaValue], any Error>

    /// Who waits does not any more; it may come before the call itself.
    final class Cancellation: Sendable {
        let hasCome = Atomic(false)
    }
}

/// Functions of scripts that the host holds, and calls.
extension SessionCore {
    private static let lastRequest = Atomic<UInt64>(0)

    /// From any task: calls a function and waits for its results.
    func call(_ function: UInt64, _ arguments: [LuaValue]) async throws -> [LuaValue] {
        guard let session = session.withLock({ $0.session }) else { throw Self.closed }
        for case .function(let other) in arguments where other.hold.home !== self {
            throw ForeignFunction()
        }
        let request = Self.lastRequest.add(1, ordering: .relaxed).newValue
        let cancellation = FunctionCall.Cancellation()
        let clock = limits.wallClock.map { limit in
            Task {
                do { try await Task.sleep(for: limit) } catch { return }
                self.stopCall(request, cancellation)
            }
        }
        defer { clock?.cancel() }
        let start = ContinuousClock.now
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { answer in
                    thread.send(
                        .call(
                            FunctionCall(
                                request: request, function: function, arguments: arguments,
                                cancellation: cancellation, answer: answer)))
                    // Where no run takes it, a run of its own does.
                    Task { await session.serveCalls() }
                }
            } onCancel: {
                stopCall(request, cancellation)
            }
        } catch is LuaCancelled {
            if let limit = limits.wallClock, .now - start >= limit, !Task.isCancelled {
                throw LuaLimitReached(limit: .wallClock(limit))
            }
            throw LuaCancelled()
        }
    }

    /// From any thread.
    private func stopCall(_ request: UInt64, _ cancellation: FunctionCall.Cancellation) {
        cancellation.hasCome.store(true, ordering: .releasing)
        thread.send(.cancelCall(request: request))
        if let vm { luashim_nudge(vm) }
    }

    static var closed: SessionUnavailable { SessionUnavailable(reason: "it is closed") }

    /// One whose caller has gone is not to keep a run waiting.
    func accept(_ call: FunctionCall) {
        if call.cancellation.hasCome.load(ordering: .acquiring) {
            call.answer.resume(throwing: LuaCancelled())
        } else {
            calls.append(call)
        }
    }

    /// Hands the calls that came to Lua, unless what runs is being stopped: then they wait for its end.
    func beginCalls() {
        guard let vm, isServing, luashim_accepts_functions(vm) else { return }
        let begun = calls
        calls = []
        for call in begun { begin(call, vm) }
    }

    private func begin(_ call: FunctionCall, _ vm: OpaquePointer) {
        guard let arguments = luashim_arguments(vm) else { return }
        guard !call.cancellation.hasCome.load(ordering: .acquiring) else {
            call.answer.resume(throwing: LuaCancelled())
            return
        }
        do {
            for value in call.arguments { try value.append(to: arguments, in: self) }
            guard luashim_begin_function(vm, call.function, call.request) else {
                throw ScriptError(
                    message: "not enough memory", fields: ["code": "memory_limit"])
            }
            answers[call.request] = call.answer
            // A host function of another session waits for it, and the function is counted here.
            clock?.add(-1)
        } catch {
            call.answer.resume(throwing: error)
        }
    }

    func cancelCall(_ request: UInt64) {
        if let index = calls.firstIndex(where: { $0.request == request }) {
            calls.remove(at: index).answer.resume(throwing: LuaCancelled())
        } else if let vm {
            luashim_cancel_function(vm, request)
        }
    }

    func finish(_ request: UInt64, _ outcome: luashim_outcome, _ result: OpaquePointer) {
        guard let answer = answers.removeValue(forKey: request), let vm else { return }
        clock?.add(1)
        answer.resume(with: Result { try self.result(of: outcome, result, vm) })
    }

    /// A run of the calls that came while none was under way.
    func serveCalls() {
        guard isOpen else { return refuseCalls() }
        while isOpen, let vm {
            isServing = true
            defer { isServing = false }
            luashim_begin_run(vm, -1)
            defer { luashim_end_run(vm) }
            receive(waitingAtMost: 0)
            guard !answers.isEmpty || !calls.isEmpty else { return }
            luashim_run_functions(vm)
            drain(vm)
        }
        refuseCalls()
    }

    func releaseFunction(_ function: UInt64) {
        if isOpen, let vm { luashim_release_function(vm, function) }
    }

    /// Answers those who called too late.
    func refuseCalls() {
        for case .call(let call) in thread.receive(waitingAtMost: 0) { calls.append(call) }
        for call in calls { call.answer.resume(throwing: Self.closed) }
        calls = []
    }
}
