import JSONValue
import LuaHost
import TavusAPI
import Testing

/// What editors are told, held against what scripts have.
struct EditorStubTests {
    private static let text = EditorStubs.files.first { $0.name == "tavus.lua" }?.text ?? ""

    /// The functions of `tavus`, as names with dots, of the stub and of the module.
    private static let inventory = """
        local stub = ...
        local env = setmetatable({}, { __index = _G })
        local function names(root)
            local found = {}
            for name, value in pairs(root) do
                if type(value) == "function" then found[name] = true end
                if type(value) == "table" and name ~= "emulator" then
                    for member, f in pairs(value) do
                        if type(f) == "function" then found[name .. "." .. member] = true end
                    end
                end
            end
            return found
        end
        local told = names(assert(load(stub, "=stub", "t", env))())
        local there = names(require "tavus")
        local missing, invented = {}, {}
        for name in pairs(there) do
            -- `end` is told of as `end_`, the name that can be written.
            local verb = name:match("[^.]+$")
            local isKeyword = not load("local " .. verb .. " = 1")
            if not told[name] and not isKeyword then missing[#missing + 1] = name end
        end
        for name in pairs(told) do
            if not there[name] then invented[#invented + 1] = name end
        end
        table.sort(missing) table.sort(invented)
        return table.concat(missing, " "), table.concat(invented, " "), type(env.help)
        """

    @Test func everyFunctionIsToldOfAndNoOther() async throws {
        let fixture = try await Fixture()
        let results = try await fixture.session.run(
            .text(Self.inventory, chunkName: "=test"), arguments: [Self.text])
        let (missing, invented, help) = try results.values(
            as: String.self, String.self, String.self)
        #expect(missing == "")
        #expect(invented == "")
        #expect(help == "function")
        await fixture.close()
    }

    /// Of the annotations: well-formed lines, classes that are declared once, and none that is used
    /// without being declared.
    @Test func everyClassThatIsNamedIsDeclaredOnce() throws {
        var declared: [String: Int] = [:]
        var used: Set<String> = []
        for line in Self.text.split(separator: "\n") where line.hasPrefix("---@") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            switch words[0] {
            case "---@meta", "---@type": break
            case "---@class":
                declared[words[words.count - 1], default: 0] += 1
                try #require(words.count == 2 || words.count == 3 && words[1] == "(exact)")
            case "---@field", "---@param":
                try #require(words.count >= 3, "\(line)")
                try #require(
                    words[1].wholeMatch(of: /([A-Za-z_][A-Za-z0-9_]*|\.\.\.)\??/) != nil, "\(line)")
                used.formUnion(Self.classes(in: words[2]))
            case "---@return":
                used.formUnion(Self.classes(in: words.dropFirst().joined(separator: " ")))
            default: Issue.record("unknown annotation: \(line)")
            }
        }
        #expect(declared.filter { $0.value > 1 }.keys.sorted() == [])
        #expect(used.subtracting(declared.keys).sorted() == [])
        #expect(declared["tavus.persona"] == 1)
        #expect(used.contains("tavus.conversation"))
    }

    @Test func aFieldSaysWhatItTakes() {
        #expect(
            Self.text.contains(
                """
                ---@class tavus.conversations.create.fields.properties
                ---@field max_call_duration? integer Seconds from creation to the end.
                """))
        #expect(Self.text.contains("---@field persona_type? \"user\"|\"system\" Only your own"))
    }

    private static func classes(in type: String) -> [String] {
        type.matches(of: /tavus\.[A-Za-z0-9_.]+/).map { String($0.output) }
    }
}
