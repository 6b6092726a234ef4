import LuaHost
import LuaSpecs
import Testing

struct CoverageReportTests {
    private func report() async throws -> CoverageReport {
        let coverage = LuaCoverage()
        var host = LuaHost()
        host.coverage = coverage
        for path in ["./demo.lua", "demo.lua", "demo_spec.lua"] {
            try await host.run(
                .text(
                    """
                    local function never()
                        print("a")
                        print("b")

                        return 1
                    end
                    return never ~= nil
                    """, chunkName: "@\(path)"))
        }
        return CoverageReport(coverage) { path in
            path.hasSuffix("_spec.lua")
                ? nil : path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        }
    }

    @Test func theTracefileHasEachLineOnce() async throws {
        #expect(
            try await report().lcov == """
                TN:
                SF:demo.lua
                DA:2,0
                DA:3,0
                DA:5,0
                DA:6,2
                DA:7,2
                LF:5
                LH:2
                end_of_record

                """)
    }

    @Test func peopleSeeWhatIsMissing() async throws {
        #expect(try await report().text == "demo.lua  2 of 5 lines  40 %  not: 2-5")
    }
}
