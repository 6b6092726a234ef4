import LuaShim

/// Calls from Lua: what the C side asks of its host. None of this runs below a Lua function that raises.
extension SessionCore {
    func take(_ operation: UInt64, _ call: OpaquePointer) -> luashim_answer {
        let operation = operations.removeValue(forKey: operation)
        if let operation { settle(operation) }
        switch operation?.outcome {
        case .success(let values): return succeed(values, call)
        case .failure(let error): return fail(error, call)
        case nil: return fail(CancellationError(), call)
        }
    }

    func succeed(_ values: [LuaValue], _ call: OpaquePointer) -> luashim_answer {
        do {
            for value in values { try value.append(to: call, in: self) }
            return LUASHIM_OK
        } catch {
            return fail(error, call)
        }
    }

    func fail(_ error: any Error, _ call: OpaquePointer) -> luashim_answer {
        luashim_begin_error(call)
        let (message, fields) = luaForm(of: error)
        add(.string(message), call)
        for (name, value) in fields {
            add(.string(name), call)
            add(value, call)
        }
        lastError += 1
        errors[lastError] = error
        luashim_set_error(call, lastError)
        return LUASHIM_ERROR
    }

    /// A field of an error, which is nil rather than a second error.
    private func add(_ value: LuaValue, _ call: OpaquePointer) {
        do { try value.append(to: call, in: self) } catch { luashim_answer_nil(call) }
    }

    func keepFunction(_ call: OpaquePointer, _ index: Int32) throws -> LuaFunctionRef {
        let number = luashim_keep_function(call, index)
        guard number != 0 else { throw MemoryLimitReached() }
        return LuaFunctionRef(hold: LuaFunctionRef.Hold(home: self, number: number))
    }

    func listFunctions(of module: Int, _ call: OpaquePointer) -> luashim_answer {
        let first = modules[..<module].reduce(1) { $0 + $1.functions.count }
        for (index, function) in modules[module].functions.enumerated() {
            add(.integer(Int64(first + index)), call)
            add(.boolean(function.isAsync), call)
            add(.string(function.name), call)
        }
        return LUASHIM_OK
    }

    func listChunks(of module: Int, _ call: OpaquePointer) -> luashim_answer {
        for chunk in modules[module].chunks {
            add(.string(chunk.name), call)
            chunk.withBytes { luashim_answer_string(call, $0.baseAddress, $0.count) }
        }
        return LUASHIM_OK
    }

    func write(_ stream: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        let stream: LuaStream =
            switch stream {
            case 1: .standardOutput
            case 2: .standardError
            default: .warning
            }
        handler?(stream, Array(bytes))
        outputBuffer?.write(stream, Array(bytes)) { vm.map(luashim_is_interrupted) ?? true }
    }
}

private func luaForm(of error: any Error) -> (message: String, fields: [(String, LuaValue)]) {
    switch error {
    case let error as any LuaConvertibleError: (error.luaMessage, error.luaFields)
    case let error as ScriptError:
        (error.message, error.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    case is CancellationError: ("the call was cancelled", [("code", "cancelled")])
    default: (String(describing: error), [])
    }
}

/// Answers a call of a synchronous function. Nothing here takes a reference, because this is the hot
/// path: the session owns its functions while it is open, and is alive while Lua runs.
func answerCall(
    _ context: UnsafeMutableRawPointer?, _ function: UnsafeMutableRawPointer?,
    _ call: OpaquePointer?
) -> luashim_answer {
    let home = Unmanaged<SessionCore>.fromOpaque(context.unsafelyUnwrapped)
    let function = Unmanaged<HostFunction>.fromOpaque(function.unsafelyUnwrapped)
    let call = call.unsafelyUnwrapped
    do {
        try function._withUnsafeGuaranteedRef { body throws -> Void in
            var arguments = LuaArgumentReader(call: call, function: function, home: home)
            var results = LuaResultWriter(call: call, home: home)
            try body.immediate(&arguments, &results)
        }
        return LUASHIM_OK
    } catch {
        return home.takeUnretainedValue().fail(error, call)
    }
}

/// Begins a call of an asynchronous one.
func beginCall(
    _ context: UnsafeMutableRawPointer?, _ function: UnsafeMutableRawPointer?,
    _ call: OpaquePointer?
) -> luashim_answer {
    guard let function, let call else { return LUASHIM_OK }
    let home = session(context)
    do {
        return try home.begin(Unmanaged<HostFunction>.fromOpaque(function), call)
    } catch {
        return home.fail(error, call)
    }
}

/// The callbacks that lead to `core`, which must outlive the VM.
///
/// C calls them on the session's thread. They are made here, outside any actor, because a closure made
/// in an isolated context checks at run time that it runs there, and traps.
func hostCallbacks(for core: SessionCore) -> luashim_host {
    luashim_host(
        context: Unmanaged.passUnretained(core).toOpaque(),
        functions: UnsafePointer(core.functions.baseAddress),
        function_count: Int32(core.functions.count),
        call: answerCall,
        begin: beginCall,
        take: { context, operation, call in
            guard let call else { return LUASHIM_OK }
            return session(context).take(operation, call)
        },
        cancel: { context, operation in session(context).cancel(operation) },
        wait: { context, milliseconds in
            session(context).receive(waitingAtMost: milliseconds)
        },
        list: { context, module, call in
            guard let call else { return LUASHIM_OK }
            return session(context).listFunctions(of: Int(module), call)
        },
        chunks: { context, module, call in
            guard let call else { return LUASHIM_OK }
            return session(context).listChunks(of: Int(module), call)
        },
        release_error: { context, handle in session(context).errors[handle] = nil },
        finished: { context, request, outcome, result in
            guard let result else { return }
            session(context).finish(request, outcome, result)
        },
        write: { context, stream, bytes, count in
            session(context).write(stream, UnsafeBufferPointer(start: bytes, count: count))
        })
}

private func session(_ context: UnsafeMutableRawPointer?) -> SessionCore {
    guard let context else { preconditionFailure("the VM lost its host's context") }
    return Unmanaged<SessionCore>.fromOpaque(context).takeUnretainedValue()
}
