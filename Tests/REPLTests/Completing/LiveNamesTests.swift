import Foundation
import LuaHost
import Testing

@testable import REPL

/// Names of a real session.
@Suite struct LiveNamesTests {
    /// What Tab offers after an entry has run.
    private func offered(_ text: String, after entry: String) async throws -> [String] {
        let connection = REPLConnection()
        let session = try await LuaHost().session(modules: connection.modules)
        let driver = try await LuaDriver.open(in: session)
        let settings = REPLSettings()
        let services = PromptServices(
            host: TestHost(), settings: settings,
            memory: REPLMemory(path: nil, settings: settings, secrets: { [] }), patience: 30_000)
        services.attach(driver)
        _ = try await driver.evaluate(
            number: 1, source: entry, name: "entry 1", mode: "auto")
        // It blocks its thread, which is an editor's own.
        let found = await withCheckedContinuation { done in
            Thread.detachNewThread {
                let completion = services.completion(for: EditBuffer(bar: text))
                done.resume(returning: completion?.candidates.map(\.insertion) ?? [])
            }
        }
        connection.finish()
        _ = await driver.ended()
        await session.close()
        return found
    }

    @Test(
        arguments: [
            ("page.data[1].|", ["mine", "other"]), ("page.|", ["data", "size"]),
            ("page[\"data\"][1].m|", ["mine"]), ("page.data[2].|", []), ("page.data[i].|", []),
            ("text:up|", ["upper"]), ("page[\"|", ["data\"", "size\"", "with space\""]),
            ("hidden.|", ["behind"]), ("p:ref|", ["refresh"]), ("pag|", ["page"]),
        ] as [(String, [String])])
    func membersAreReadWithoutRunningAnything(_ text: String, _ expected: [String]) async throws {
        let entry = """
            page = { data = { { mine = 1, other = 2 } }, size = 1, ["with space"] = 2 }
            text = "abc"
            hidden = setmetatable({}, { __index = { behind = 1 } })
            ran = setmetatable({}, { __index = function() error "ran" end })
            p = setmetatable({ persona_id = "p1" }, { __name = "tavus.persona" })
            """
        #expect(try await offered(text, after: entry) == expected)
    }

    /// At every key nothing may be waited for.
    @Test func hintsAskForTypesThatAreKnownAlone() {
        struct Busy: NameSource {
            func members(of path: [String]) -> LiveMembers? {
                Issue.record("the session was asked for \(path)")
                return nil
            }
            func type(of path: [String]) -> String? { path == ["p"] ? "tavus.persona" : nil }
            func identifiers(of resource: String) -> IdentifierList {
                Issue.record("the service was asked for \(resource)")
                return IdentifierList()
            }
            var recipeNames: [String] { [] }
        }
        let completer = Completer(names: Busy(), commands: [])
        let text = "p:update{ layers = { llm = { model = f(a.b, tavus.personas.get(\"x\"):wait("
        for end in 0...text.count {
            _ = completer.signature(for: EditBuffer(String(text.prefix(end))))
        }
        #expect(
            completer.signature(for: EditBuffer("p:update{ "))
                == "persona_name =, system_prompt =, pipeline_mode =, context =, …")
    }
}
