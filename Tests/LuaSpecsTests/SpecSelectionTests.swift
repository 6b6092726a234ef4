import LuaSpecs
import Testing

struct SpecSelectionTests {
    private func names(_ change: (inout SpecSelection) -> Void) async -> [String] {
        var selection = SpecSelection()
        change(&selection)
        let (tests, _) = await SpecRunner.plain().tests(of: [
            specs(
                """
                describe("videos #slow", function()
                    it("render", function() end)
                    it("fail #network", function() end)
                end)
                it("quick", function() end)
                """)
        ])
        return selection.tests(of: tests).map(\.name)
    }

    @Test func namesAndTagsChoose() async {
        let all = ["videos #slow render", "videos #slow fail #network", "quick"]
        #expect(await names { _ in } == all)
        #expect(await names { $0.filters = ["render", "quick"] } == [all[0], all[2]])
        #expect(await names { $0.filters = ["demo videos"] } == [all[0], all[1]])
        #expect(await names { $0.tags = ["slow"] } == [all[0], all[1]])
        #expect(await names { $0.excludedTags = ["network"] } == [all[0], all[2]])
        #expect(await names { $0.repetitions = 2 } == all + all)
    }

    @Test func aSeedGivesOneOrder() async {
        func order(_ seed: UInt64) async -> [String] {
            await names {
                ($0.isShuffled, $0.seed, $0.repetitions) = (true, seed, 10)
            }
        }
        #expect(await order(7) == order(7))
        #expect(await order(7) != order(8))
        #expect(await order(7).sorted() == names { $0.repetitions = 10 }.sorted())
    }
}
