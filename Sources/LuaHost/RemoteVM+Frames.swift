import LuaShim

/// What goes to a worker when it starts and when it runs something, and what comes from it.
extension RemoteVM {
    func openFrame() -> [UInt8]? {
        let limits = settings.limits
        var frame = FrameWriter(
            LUASHIM_FRAME_OPEN,
            luashim_open_frame(
                memory_limit: UInt64(clamping: limits.memory?.bytes ?? 0),
                output_limit: UInt64(clamping: limits.output?.bytes ?? 0),
                frame_limit: UInt64(settings.frameLimit),
                cleanup_grace: settings.cleanupGrace.wholeMilliseconds,
                task_limit: Int32(clamping: limits.tasks ?? 0),
                calls_in_flight: UInt32(clamping: settings.callsInFlight),
                module_count: UInt32(core.modules.count), unused: 0))
        for module in core.modules { add(module, to: &frame) }
        return frame.finished()
    }

    private func add(_ module: LuaModule, to frame: inout FrameWriter) {
        frame.add(module.name.utf8)
        frame.add(module.isGlobal)
        frame.add(module.functions.count)
        for function in module.functions {
            frame.add(function.isAsync)
            frame.add(function.name.utf8)
        }
        frame.add(module.chunks.count)
        for chunk in module.chunks {
            frame.add(chunk.name.utf8)
            chunk.withBytes { frame.add($0) }
        }
    }

    func runFrame(
        _ text: [UInt8], _ chunkName: String, _ invocation: SessionCore.Invocation,
        _ values: OpaquePointer?
    ) -> [UInt8]? {
        let passed = values.map(luashim_take_answers)
        guard passed?.lacks_memory != true else { return nil }
        var frame = FrameWriter(
            LUASHIM_FRAME_RUN,
            luashim_run_frame(
                run: run, argument_count: UInt32(invocation.arguments.count),
                command_count: UInt32(invocation.command.count), value_count: passed?.count ?? 0,
                passes_values: passed == nil ? 0 : 1))
        frame.add(text)
        frame.add(chunkName.utf8)
        if let name = invocation.scriptName { frame.add(name.utf8) } else { frame.addNil() }
        for text in invocation.arguments + invocation.command { frame.add(text.utf8) }
        if let passed { frame.addRecords(passed.records) }
        return frame.finished()
    }

    /// Does what a frame asks for.
    func handle(_ kind: UInt32, _ body: FrameBody) throws {
        var body = body
        guard isReady else { return try handleFirst(kind, body) }
        switch luashim_frame(rawValue: kind) {
        case LUASHIM_FRAME_CALL: try handleCall(try body.next(), body)
        case LUASHIM_FRAME_CANCEL: try handleCancel(try body.next())
        case LUASHIM_FRAME_OUTPUT: try handleOutput(try body.next(), body)
        case LUASHIM_FRAME_RELEASE:
            let release: luashim_number_frame = try body.next()
            core.errors[release.number] = nil
        case LUASHIM_FRAME_FINISHED: try handleFinished(try body.next(), body)
        default: throw Misbehaviour("it sent a message of no kind")
        }
    }

    private func handleFirst(_ kind: UInt32, _ body: FrameBody) throws {
        switch luashim_frame(rawValue: kind) {
        case LUASHIM_FRAME_READY: isReady = true
        case LUASHIM_FRAME_REFUSED:
            let reason = body.withRest { String(decoding: $0.prefix(200), as: UTF8.self) }
            throw SessionUnavailable(reason: "its worker could not start: \(reason)")
        default: throw SessionUnavailable(reason: "its worker is none of this version")
        }
    }

    private func handleCall(_ frame: luashim_call_frame, _ body: FrameBody) throws {
        guard core.functions.indices.contains(Int(frame.function)),
            let function = core.functions[Int(frame.function)]
        else { throw Misbehaviour("it called a function that is not there") }
        let isAsync = Unmanaged<HostFunction>.fromOpaque(function)._withUnsafeGuaranteedRef {
            $0.deferred != nil
        }
        guard frame.operation > lastNumber else { throw Misbehaviour("it called twice as one") }
        guard operations.count < settings.callsInFlight || !isAsync else {
            throw Misbehaviour("it had more calls in flight than it may")
        }
        guard core.errors.count < settings.errorLimit else {
            throw Misbehaviour("it held more errors than it has memory for")
        }
        lastNumber = frame.operation
        var call: OpaquePointer?
        let reading = body.withRest {
            luashim_read_call(vm, $0.baseAddress, $0.count, frame.count, &call)
        }
        guard let call, reading != LUASHIM_MALFORMED else {
            throw Misbehaviour("it called with malformed values")
        }
        let answer: luashim_answer =
            if reading != LUASHIM_READ {
                core.fail(MemoryLimitReached(), call)
            } else if isAsync {
                beginCall(context, function, call)
            } else {
                answerCall(context, function, call)
            }
        if answer == LUASHIM_PENDING {
            operations[frame.operation] = core.lastOperation
            numbers[core.lastOperation] = frame.operation
        } else {
            sendResult(of: frame.operation, answer, call)
        }
    }

    private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(core).toOpaque() }

    private func handleCancel(_ frame: luashim_number_frame) throws {
        guard frame.number <= lastNumber else {
            throw Misbehaviour("it cancelled no call of its own")
        }
        // Its result may be on the way already.
        guard let operation = operations.removeValue(forKey: frame.number) else { return }
        numbers[operation] = nil
        core.cancel(operation)
    }

    private func handleOutput(_ frame: luashim_number_frame, _ body: FrameBody) throws {
        guard 1...3 ~= frame.number else { throw Misbehaviour("it wrote to no stream") }
        try body.withRest { bytes in
            // The worker stops at the limit itself; warnings do not count there.
            bytesWritten += bytes.count
            if let limit = settings.limits.output, frame.number < 3, bytesWritten > limit.bytes {
                throw Misbehaviour("it wrote more than it may")
            }
            core.write(Int32(frame.number), bytes)
        }
    }

    private func handleFinished(_ frame: luashim_finished_frame, _ body: FrameBody) throws {
        guard frame.run == run else { throw Misbehaviour("it ended another run") }
        let outcome = luashim_outcome(rawValue: frame.outcome)
        switch outcome {
        case LUASHIM_FINISHED, LUASHIM_FAILED, LUASHIM_NOT_COMPILED, LUASHIM_INTERRUPTED,
            LUASHIM_OUTPUT_LIMIT, LUASHIM_EXITED, LUASHIM_OUT_OF_MEMORY:
            break
        default: throw Misbehaviour("its run ended in no known way")
        }
        let reading = body.withRest {
            withUnsafePointer(to: frame) { [bytes = $0] in
                luashim_read_result(vm, bytes.baseAddress, bytes.count, $0)
            }
        }
        guard reading != LUASHIM_MALFORMED else {
            throw Misbehaviour("its run ended with malformed values")
        }
        // Others add to it: it is to be no number that overflows.
        bytesInUse = Int(min(frame.bytes_in_use, 1 << 48))
        self.outcome = reading == LUASHIM_READ ? outcome : LUASHIM_OUT_OF_MEMORY
    }
}
