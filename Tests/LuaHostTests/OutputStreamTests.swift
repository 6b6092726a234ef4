import Testing

@testable import LuaHost

@Suite struct OutputStreamTests {
    @Test func whatIsWrittenComesInOrderUntilTheSessionCloses() async throws {
        let session = try await LuaHost(output: .stream()).session()
        async let events = session.output.reduce(into: []) { $0.append($1) }
        try await session.run(
            "print('one') io.stderr:write('two') warn('th', 'ree') io.write('four')")
        await session.close()
        #expect(
            await events == [
                LuaOutputEvent(stream: .standardOutput, bytes: Array("one\n".utf8)),
                LuaOutputEvent(stream: .standardError, bytes: Array("two".utf8)),
                LuaOutputEvent(stream: .warning, bytes: Array("three".utf8)),
                LuaOutputEvent(stream: .standardOutput, bytes: Array("four".utf8)),
            ])
    }

    @Test func aScriptThatWritesFasterThanItIsReadWaits() async throws {
        let written = LuaModule("probe", isGlobal: true) { LuaFunction("line") { (_: Int) in } }
        let session = try await LuaHost(output: .stream(capacity: .kib(1))).session(
            modules: [written])
        let run = Task {
            try await session.run("for i = 1, 10000 do print(i) end return 'written'")
        }
        var lines = 0
        for await event in session.output {
            lines += 1
            #expect(event.text == "\(lines)\n")
            if lines == 10000 { break }
        }
        #expect(try await run.value == ["written"])
        await session.close()
    }

    /// A writer that is always ahead of its reader.
    @Test func whatWasReadIsLetGo() async {
        let buffer = OutputBuffer(capacity: .mib(1))
        buffer.write(.standardOutput, [0]) { false }
        for number in 1...100 {
            buffer.write(.standardOutput, [UInt8(number)]) { false }
            #expect(await buffer.next()?.bytes == [UInt8(number - 1)])
        }
        #expect(buffer.pieces <= 2)
    }

    @Test func anInterruptReachesAScriptThatWaitsForAReader() async throws {
        let session = try await LuaHost(output: .stream(capacity: 10)).session()
        let run = Task { try await session.run("while true do pcall(print, 'line') end") }
        _ = await session.output.first { _ in true }
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        await session.close()
    }

    @Test func aReaderThatIsCancelledStopsWaiting() async throws {
        let session = try await LuaHost(output: .stream()).session()
        let reader = Task { await session.output.first { _ in true } }
        reader.cancel()
        #expect(await reader.value == nil)
        await session.close()
        #expect(await session.output.first { _ in true } == nil)
    }

    @Test func otherOutputsHaveNoSequence() async throws {
        let session = try await Probe().session()
        #expect(await session.output.first { _ in true } == nil)
        await session.close()
    }
}
