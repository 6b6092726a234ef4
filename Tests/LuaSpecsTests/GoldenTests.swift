import Foundation
import JSONValue
import LuaSpecs
import Testing

struct GoldenTests {
    private let folder = NSTemporaryDirectory() + "golden-\(UUID().uuidString)/"

    private func files(updates: Bool = false) -> GoldenFiles {
        GoldenFiles(for: specs("", path: folder + "calls_spec.lua"), updates: updates)
    }

    @Test func aValueIsTheSameWithOtherIdsAndTimes() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func call(_ id: String, _ time: String) -> JSONValue {
            [
                "conversation_id": .string(id), "created_at": .string(time),
                "url": .string("https://tavus.daily.co/\(id)"), "minutes": 3,
            ]
        }
        let first = call("c0123456789abcdef", "2026-01-01T00:00:00.123456Z")
        #expect(files().check(first, name: "call")?.contains("no golden value") == true)
        #expect(files(updates: true).check(first, name: "call") == nil)
        #expect(
            try String(contentsOfFile: folder + "golden/calls/call.json", encoding: .utf8) == """
                {
                  "conversation_id": "<id 1>",
                  "created_at": "<time 1>",
                  "url": "https://tavus.daily.co/<id 1>",
                  "minutes": 3
                }

                """)
        let second = call("cfedcba9876543210", "2027-05-05T10:00:00Z")
        #expect(files().check(second, name: "call") == nil)
    }

    @Test func aDifferenceIsShownWithTheLinesBeforeIt() {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = files(updates: true).check(["a": 1, "b": 2], name: "pair")
        #expect(
            files().check(["a": 1, "b": 3], name: "pair") == """
                the value differs from \(folder)golden/calls/pair.json:
                  line 3:
                    {
                      "a": 1,
                  -   "b": 2
                  +   "b": 3
                tavlua test --update-golden takes the new one
                """)
    }

    @Test func idsThatWereTheSameStayTheSame() {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = files(updates: true).check(["r0123456789ab", "r0123456789ab"], name: "ids")
        #expect(files().check(["rab9876543210", "rba0123456789"], name: "ids") != nil)
        #expect(files().check(["rab9876543210", "rab9876543210"], name: "ids") == nil)
    }

    @Test(arguments: ["", "../up", "a/b", "a b"]) func aNameLeadsNowhereElse(name: String) {
        #expect(files(updates: true).check(1, name: name)?.contains("letters, digits") == true)
    }
}
