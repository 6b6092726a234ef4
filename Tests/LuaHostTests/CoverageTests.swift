import Foundation
import LuaHost
import Testing

@testable import LuaHost

struct CoverageTests {
    private func lines(_ code: String, runs: Int = 1) async throws -> [Int: Int] {
        let coverage = LuaCoverage()
        var host = LuaHost()
        host.coverage = coverage
        for _ in 0..<runs { try await host.run(.text(code, chunkName: "@demo.lua")) }
        #expect(coverage.files.map(\.path) == ["demo.lua"])
        return Dictionary(
            uniqueKeysWithValues: (coverage.files.first?.lines ?? []).map { ($0.number, $0.runs) })
    }

    @Test func linesAreCountedAndThoseThatNeverRanAreZero() async throws {
        let code = """
            local function used(n)
                return n + 1
            end

            -- a comment
            local function unused()
                local x = 1
                return x
            end
            for i = 1, 3 do
                used(i)
            end
            return unused ~= nil
            """
        let found = try await lines(code)
        #expect(found[2] == 3)
        #expect(found[11] == 3)
        #expect(found[7] == 0 && found[8] == 0)
        #expect(found[4] == nil && found[5] == nil)
    }

    @Test func coroutinesAreCountedToo() async throws {
        let found = try await lines(
            """
            local co = coroutine.wrap(function()
                coroutine.yield(1)
                coroutine.yield(2)
            end)
            co() co() co()
            """)
        #expect(found[2] == 1 && found[3] == 1)
    }

    @Test func sessionsAddUp() async throws {
        #expect(try await lines("local a = 1", runs: 3)[1] == 3)
    }

    @Test func aScriptThatIsStoppedIsCountedUpToThere() async throws {
        let coverage = LuaCoverage()
        var host = LuaHost()
        host.coverage = coverage
        let session = try await host.session()
        await #expect(throws: LuaLimitReached.self) {
            try await session.run(
                .text("while true do end", chunkName: "@loop.lua"), timeout: .milliseconds(50))
        }
        await session.close()
        #expect((coverage.files.first?.lines.first?.runs ?? 0) > 100)
    }

    /// Not by Foundation's Process, which leaks.
    private func output(of command: String) -> String {
        guard let pipe = popen(command, "r") else { return "" }
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The lines that `luac5.4 -l` names, of a long file: differences that do not fit a byte, constants of all
    /// kinds, nested and variadic functions.
    @Test func theTableIsThatOfTheCompiler() throws {
        let code = """
            local t = { 1, 2.5, "short", nil, true, false, 9007199254740993, \("'" + String(repeating: "x", count: 300) + "'") }
            \(String(repeating: "\n", count: 400))
            local function f(...) local a <const> = ... return function() return a, t end end
            \((0..<300).map { "t[\($0)] = \($0)" }.joined(separator: " "))
            \(String(repeating: "\n", count: 300))
            return f
            """
        let folder = FileManager.default.temporaryDirectory.path
        let script = "\(folder)/lines-\(UUID().uuidString).lua"
        defer { try? FileManager.default.removeItem(atPath: script) }
        try code.write(toFile: script, atomically: true, encoding: .utf8)
        let listing = output(of: "luac5.4 -l -o '\(script)c' '\(script)'")
        let compiled = try Data(contentsOf: URL(fileURLWithPath: script + "c"))
        defer { try? FileManager.default.removeItem(atPath: script + "c") }
        let expected = listing.split(separator: "\n").compactMap { line -> Int? in
            // "	3	[401]	VARARG   	…"; the first of a variadic function is not a line of its own.
            guard !line.contains("VARARGPREP"), let open = line.firstIndex(of: "["),
                let close = line.firstIndex(of: "]"), line.first == "\t"
            else { return nil }
            return Int(line[line.index(after: open)..<close])
        }
        #expect(!expected.isEmpty)
        #expect(LuaLineTable(compiled: Array(compiled))?.lines == Set(expected))
        for size in stride(from: 0, to: compiled.count, by: 97) {
            #expect(LuaLineTable(compiled: Array(compiled.prefix(size))) == nil)
        }
    }
}
