import Recipes
import Testing

struct RecipeHeaderTests {
    private static let body = "name = \"sweep\"\n"

    @Test(arguments: [
        ("--[==[ [recipe]\n\(body)]==]\nreturn 1", 2),
        ("#!/usr/bin/env tavlua\n--[[ [recipe]\n\(body)]]", 3),
        ("\u{feff}\n\n--[==[\n[recipe]  \r\n\(body)]==] error('ran')", 5),
    ])
    func theFirstCommentIsTheHeader(_ text: String, _ firstLine: Int) throws {
        let header = try RecipeHeader(of: Array(text.utf8), file: "sweep.lua")
        #expect(
            header == RecipeHeader(Self.body, file: "sweep.lua", firstLine: firstLine))
    }

    @Test(arguments: [
        "", "return 1", "-- [recipe]\n", "--[[ a licence ]]\n--[[ [recipe]\n]]",
        "x = 1 --[[ [recipe]\n]]", "--[=x[ [recipe]\n]]", "--[[ [recipe] name = 1\n]]",
        "--[[ [recipes]\n]]", "--[==",
    ])
    func anyOtherFileIsAPlainScript(_ text: String) throws {
        #expect(try RecipeHeader(of: Array(text.utf8), file: "x.lua") == nil)
    }

    @Test func aHeaderHasAnEnd() {
        #expect(throws: refusal("the header has no end; close its comment with ]=]", line: 2)) {
            try RecipeHeader(of: Array("\n--[=[ [recipe]\nname = 1\n]]".utf8), file: "x.lua")
        }
    }

    @Test func aHeaderIsOf64KiBAtMost() {
        let long = "--[[ [recipe]\n#" + String(repeating: "x", count: RecipeHeader.maxBytes)
        for text in [long, long + "\n]]"] {
            #expect(throws: RecipeError.self) {
                try RecipeHeader(of: Array(text.utf8), file: "x.lua")
            }
        }
    }

    @Test func aHeaderIsUTF8() {
        let bytes = Array("--[[ [recipe]\nname = \"".utf8) + [0xff] + Array("\"\n]]".utf8)
        #expect(
            throws: refusal("the header is no UTF-8 text; save the file as UTF-8", line: 1)
        ) {
            try RecipeHeader(of: bytes, file: "x.lua")
        }
    }

    private func refusal(_ text: String, line: Int) -> RecipeError {
        RecipeError(.recipe, [RecipeProblem(text, file: "x.lua", line: line)])
    }
}
