import Glibc
import JSONValue
import LuaHost
import ScriptModules
import Synchronization
import Testing

struct ModuleTests {
    @Test func rowsComeUnderTheirColumns() async throws {
        let script = """
            local rows, columns = require("csv").decode("name,plz\\nRio,01234\\n")
            return { rows = rows, columns = columns }
            """
        #expect(
            try await Fixture.value(script) == [
                "rows": [["name": "Rio", "plz": "01234"]], "columns": ["name", "plz"],
            ])
    }

    @Test func rowsAreWrittenInTheOrderAskedFor() async throws {
        let script = """
            return require("csv").encode({ { b = 1, a = "x,y" }, { a = true, c = { 1 } } }, %OPTIONS%)
            """
        func text(_ options: String) async throws -> JSONValue {
            try await Fixture.value(
                script.split(separator: "%OPTIONS%", omittingEmptySubsequences: false)
                    .joined(separator: options))
        }
        #expect(try await text("nil") == "a,b,c\n\"x,y\",1,\ntrue,,[1]\n")
        #expect(try await text("{ columns = { \"c\", \"a\" } }") == "c,a\n,\"x,y\"\n[1],true\n")
        #expect(try await text("{ header = false, delimiter = \";\" }") == "x,y;1;\ntrue;;[1]\n")
    }

    @Test(
        arguments: [
            (
                "require('csv').encode({}, { heder = true })",
                "invalid_argument csv.encode: unknown option \"heder\". Did you mean \"header\"?"
            ),
            (
                "require('csv').encode({ a = 1 })",
                "invalid_argument csv.encode: rows must be a list of tables, not one table"
            ),
            (
                "require('csv').decode('a', { delimiter = '\\n' })",
                "invalid_argument csv.decode: delimiter must be one ASCII character such as \",\", \";\" or \"\\t\""
            ),
            (
                "require('csv').decode('a,b\\n1\\n')",
                "invalid_data csv.decode: line 2: 1 fields under 2 columns"
            ),
            (
                "require('yaml').encode(print)",
                "invalid_argument bad argument #1 to 'encode' (table expected, got function)"
            ),
            (
                "require('log').info('x', { 1 })",
                "invalid_argument log.info: the fields must have names, as in { id = 7 }"
            ),
        ])
    func aWrongCallIsExplained(_ script: String, _ message: String) async throws {
        #expect(try await Fixture.failure(script) == message)
    }

    @Test func entriesReachTheHostFromTheirLevelOn() async throws {
        let entries = Mutex<[LogEntry]>([])
        let session = try await Fixture.session { entry in entries.withLock { $0.append(entry) } }
        _ = try await session.run(
            """
            local log = require "log"
            log.debug("unheard")
            log.info("begun")
            log.error("bad\\n\\27[2J", { id = "c1", api_key = "sk-0123456789abcdef" })
            """)
        await session.close()
        let lines = entries.withLock { $0.map { $0.line(.text, time: 0) } }
        #expect(
            lines == [
                "info: begun", "error: bad\\n\\u{1b}[2J  api_key=‹redacted›  id=c1",
            ])
    }

    @Test func anEntryIsALineOfJSONWhereThatIsWanted() {
        let entry = LogEntry(level: .warn, message: "late", fields: ["seconds": 4.5, "time": 1])
        #expect(
            entry.line(.json, time: 1_700_000_000.12345)
                == #"{"time":1700000000.123,"level":"warn","message":"late","seconds":4.5}"#)
    }
}
