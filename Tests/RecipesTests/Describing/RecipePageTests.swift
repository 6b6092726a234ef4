import Foundation
import JSONValue
import Testing

@testable import Recipes

/// `Sources/Recipes.md` holds the code against what it says.
struct RecipePageTests {
    private let page: String

    init() throws {
        let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        page = try String(
            contentsOf: checkout.appendingPathComponent("Sources/Recipes.md"), encoding: .utf8)
    }

    @Test func everyTypeAndReservedNameIsExplained() {
        let types = ParameterType.spellings.filter { !$0.contains("<") }
        for name in types + ["id<replica>", "path<in>", "path<out>"] + HostWords.reserved {
            #expect(page.contains("`\(name)`"), "\(name)")
        }
    }

    @Test func everyKeyOfTheHeaderAndOfAParameterIsExplained() {
        for key in RecipeManifest.keys + Parameter.keys {
            #expect(page.contains("`\(key)`"), "\(key)")
        }
    }

    @Test func everyExampleHasNothingWrong() throws {
        let blocks = page.components(separatedBy: "```lua\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let source = try #require(try RecipeSource(file: Array(block.utf8), path: "x.lua"))
            #expect(RecipeManifest.read(source.header).problems == [])
        }
    }
}
