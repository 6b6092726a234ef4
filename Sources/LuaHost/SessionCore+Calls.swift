import LuaShim

/// Calls from Lua: what the C side asks of its host. None of this runs below a Lua function that raises.
extension SessionCore {
    func answer(_ function: Int32, _ call: OpaquePointer) -> luashim_answer {
        if function == LUASHIM_SLEEP {
            return begin(sleep, LuaArguments(call, functionName: "sleep"), call)
        }
        let function = functions[Int(function)]
        let arguments = LuaArguments(call, functionName: function.name)
        switch function.kind {
        case .async(let body):
            return begin(body, arguments, call)
        case .sync(let body):
            do {
                return succeed(try body(arguments), call)
            } catch {
                return fail(error, call)
            }
        }
    }

    private func begin(
        _ body: @escaping LuaFunction.AsyncBody, _ arguments: LuaArguments, _ call: OpaquePointer
    ) -> luashim_answer {
        guard let vm, let task = luashim_current_task(vm) else {
            return fail(SessionUnavailable(reason: "it is closed"), call)
        }
        lastOperation += 1
        let operation = lastOperation
        let handle = Task.immediate { [thread] in
            let outcome: SessionThread.Outcome
            do {
                outcome = .success(try await body(arguments))
            } catch {
                outcome = .failure(error)
            }
            thread.complete(operation, outcome)
        }
        tasksInFlight += 1
        operations[operation] = Operation(task: task, handle: handle)
        luashim_set_operation(call, operation)
        return LUASHIM_PENDING
    }

    func take(_ operation: UInt64, _ call: OpaquePointer) -> luashim_answer {
        switch operations.removeValue(forKey: operation)?.outcome {
        case .success(let values): succeed(values, call)
        case .failure(let error): fail(error, call)
        case nil: fail(CancellationError(), call)
        }
    }

    func cancel(_ operation: UInt64) {
        operations.removeValue(forKey: operation)?.handle.cancel()
    }

    func collectCompletions(waitingAtMost milliseconds: Int64) {
        for (operation, outcome) in thread.completions(waitingAtMost: milliseconds) {
            if operation > lastAbandoned { tasksInFlight -= 1 }
            guard let vm, let task = operations[operation]?.task else { continue }
            operations[operation]?.outcome = outcome
            luashim_operation_done(vm, task, operation)
        }
    }

    private func succeed(_ values: [LuaValue], _ call: OpaquePointer) -> luashim_answer {
        for value in values { value.append(to: call) }
        return LUASHIM_OK
    }

    private func fail(_ error: any Error, _ call: OpaquePointer) -> luashim_answer {
        let (message, fields) = luaForm(of: error)
        LuaValue.string(message).append(to: call)
        for (name, value) in fields {
            LuaValue.string(name).append(to: call)
            value.append(to: call)
        }
        lastError += 1
        errors[lastError] = error
        luashim_set_error(call, lastError)
        return LUASHIM_ERROR
    }

    func listFunctions(of module: Int, _ call: OpaquePointer) -> luashim_answer {
        let first = modules[..<module].reduce(0) { $0 + $1.functions.count }
        for (index, function) in modules[module].functions.enumerated() {
            LuaValue.integer(Int64(first + index)).append(to: call)
            LuaValue.string(function.name).append(to: call)
        }
        return LUASHIM_OK
    }

    func listChunks(of module: Int, _ call: OpaquePointer) -> luashim_answer {
        for chunk in modules[module].chunks {
            LuaValue.string(chunk.name).append(to: call)
            chunk.withBytes { luashim_answer_string(call, $0.baseAddress, $0.count) }
        }
        return LUASHIM_OK
    }

    func write(_ stream: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard case .handler(let handler) = output else { return }
        handler(stream == 1 ? .standardOutput : .standardError, Array(bytes))
    }
}

private func luaForm(of error: any Error) -> (message: String, fields: [(String, LuaValue)]) {
    switch error {
    case let error as any LuaConvertibleError: (error.luaMessage, error.luaFields)
    case is CancellationError: ("the call was cancelled", [("code", "cancelled")])
    default: (String(describing: error), [])
    }
}

@Sendable private func sleep(_ arguments: LuaArguments) async throws -> [LuaValue] {
    let seconds = try arguments.number(0)
    // Longer than a thousand years is a mistake, and Duration traps far beyond.
    guard seconds >= 0, seconds <= 3e10 else {
        throw LuaArgumentError(0, of: "sleep", "number of seconds expected, got \(seconds)")
    }
    try await Task.sleep(for: .seconds(seconds))
    return []
}

/// The callbacks that lead to `core`, which must outlive the VM.
///
/// C calls them on the session's thread. They are made here, outside any actor, because a closure made
/// in an isolated context checks at run time that it runs there, and traps.
func hostCallbacks(for core: SessionCore) -> luashim_host {
    luashim_host(
        context: Unmanaged.passUnretained(core).toOpaque(),
        call: { context, function, call in
            guard let call else { return LUASHIM_OK }
            return session(context).answer(function, call)
        },
        take: { context, operation, call in
            guard let call else { return LUASHIM_OK }
            return session(context).take(operation, call)
        },
        cancel: { context, operation in session(context).cancel(operation) },
        wait: { context, milliseconds in
            session(context).collectCompletions(waitingAtMost: milliseconds)
        },
        functions: { context, module, call in
            guard let call else { return LUASHIM_OK }
            return session(context).listFunctions(of: Int(module), call)
        },
        chunks: { context, module, call in
            guard let call else { return LUASHIM_OK }
            return session(context).listChunks(of: Int(module), call)
        },
        release_error: { context, handle in session(context).errors[handle] = nil },
        write: { context, stream, bytes, count in
            session(context).write(stream, UnsafeBufferPointer(start: bytes, count: count))
        })
}

private func session(_ context: UnsafeMutableRawPointer?) -> SessionCore {
    guard let context else { preconditionFailure("the VM lost its host's context") }
    return Unmanaged<SessionCore>.fromOpaque(context).takeUnretainedValue()
}
