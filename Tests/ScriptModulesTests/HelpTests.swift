import JSONValue
import ScriptModules
import TavusAPI
import Testing

struct HelpTests {
    @Test(arguments: ScriptModule.all.map(\.name))
    func helpKnowsEveryFunctionAndNoOther(_ module: String) async throws {
        let script = """
            local names = {}
            for name in pairs(require(...)) do names[#names + 1] = name end
            table.sort(names)
            return names
            """
        let names = try #require(ScriptModule.named(module)).functions.map(\.name).sorted()
        #expect(
            try await Fixture.value(script, module) == .array(names.map { .string($0) }))
    }

    @Test(arguments: ScriptModule.all.map(\.name))
    func theExampleRuns(_ module: String) async throws {
        let session = try await Fixture.session(.trusted, grants: .all)
        let example = try #require(ScriptModule.named(module)).example
        _ = try await session.run(.text(example, chunkName: "=\(module)"))
        await session.close()
    }

    @Test func aFunctionIsExplainedByItsName() {
        #expect(
            HelpText.page("csv.decode") == """
                csv.decode(text, [{header=, delimiter=}]) → rows, columns

                One table of texts a row, under the names of the columns; lists without a header. A row that is
                longer or shorter than the first is an error with its line.

                Fields
                  header                        boolean. The first line names the columns. Default: true.
                  delimiter                     string. One ASCII character. Default: ",".

                Example
                  local csv = require "csv"
                  for _, row in ipairs(csv.decode("name,age\\nRio,7\\n")) do print(row.name, row.age) end
                """)
    }
}
