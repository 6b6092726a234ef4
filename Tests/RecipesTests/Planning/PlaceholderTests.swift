import JSONValue
import Testing

@testable import Recipes

struct PlaceholderTests {
    @Test(arguments: [
        ("<video_id#1>", "video_id", 1), ("<a2#10>", "a2", 10),
    ])
    func aPlaceholderIsReadAndWritten(_ text: String, _ field: String, _ number: Int) {
        #expect(Placeholder(text) == Placeholder(field: field, number: number))
        #expect(Placeholder(text)?.text == text)
    }

    @Test(arguments: [
        "", "<>", "<video_id>", "<video_id#>", "<video_id#0>", "<video_id#-1>", "<video_id#+1>",
        "<Video#1>", "<2a#1>", "video_id#1", "<a#1#2>", "<a#1> ", "<a b#1>", "<b>#1</b>",
        "<a#99999999999999999999>",
    ])
    func otherTextIsNone(_ text: String) {
        #expect(Placeholder(text) == nil)
    }

    @Test func placeholdersAreReplacedWhereverTheyStand() {
        let body: JSONValue = [
            "id": "<n#1>", "text": "<b>see <n#1> and <m#2></b> < <n#1", "list": ["<m#2>", 3, true],
        ]
        #expect(body.placeholders.map(\.text) == ["<n#1>", "<n#1>", "<m#2>", "<m#2>"])
        #expect(
            body.replacingPlaceholders { $0.number == 1 ? 17 : .string("x<n#1>") } == [
                "id": 17, "text": "<b>see 17 and x<n#1></b> < <n#1", "list": ["x<n#1>", 3, true],
            ])
    }
}
