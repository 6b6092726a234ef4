import Foundation
import Recipes
import Testing

struct RecipeLintTests {
    private func problems(_ text: String) throws -> [String] {
        try problems(Array(text.utf8))
    }

    private func problems(_ bytes: [UInt8]) throws -> [String] {
        let path = NSTemporaryDirectory() + "lint-\(UUID().uuidString).lua"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        return RecipeLint(path).problems.map {
            $0.description.replacingOccurrences(of: path, with: "x.lua")
        }
    }

    private static let header = "--[==[ [recipe]\nname = \"x\"\nsummary = \"s\"\n]==]\n"

    @Test(arguments: [
        ("return 1", "x.lua:1: this is a plain script: a recipe begins with --[==[ [recipe]"),
        (
            "--[[ [recipe]\nname = \"x\"\n]]",
            "x.lua:2: there is no summary; say in one line what it does"
        ),
        (
            "--[[ [recipe]\nname = \"a/x\"\nsummary = \"s\"\n]]",
            "x.lua:2: there is no version; what is shared has one, such as version = \"1.0.0\""
        ),
        (header + "return function(", "x.lua:5: <name> or '...' expected near <eof>"),
        (
            header + "local a = \"\u{202e}x\"",
            "x.lua:5: \\u{202e} stands here, which is not seen or reorders what is; write an escape"
        ),
        (
            "--[==[ [recipe]\nname = \"x\"\nsummary = \"s\"\ncolour = 1\n]==]",
            "x.lua:4: colour: unknown key \"colour\"."
        ),
    ])
    func eachProblemHasItsLine(_ text: String, _ problem: String) throws {
        #expect(try problems(text) == [problem])
    }

    @Test func aRecipeWithoutProblemsHasNone() throws {
        #expect(try problems(Self.header + "return function(args) return 'é\t' end") == [])
        let name = try #require(RecipeName("new-one"))
        for file in RecipeTemplate(name).files(asFolder: false)
        where !file.path.hasSuffix("_spec.lua") {
            #expect(try problems(file.text) == [])
        }
    }

    @Test func hostileFilesEndInProblems() throws {
        let start = Array("--[==[ [recipe]\nname = \"x\"\n".utf8)
        #expect(try !problems(start + [UInt8](repeating: 0x61, count: 1 << 20)).isEmpty)
        #expect(try !problems(start + [0] + Array("]==]".utf8)).isEmpty)
        #expect(try !problems(start + Array("a = \"\u{202e}\"\n]==]".utf8)).isEmpty)
        #expect(try !problems([0x1b] + Array("Lua".utf8)).isEmpty)
        var random = SeededRandom(seed: 11)
        for _ in 0..<300 {
            let noise = (0..<Int(random.next() % 200)).map { _ in
                UInt8(truncatingIfNeeded: random.next())
            }
            _ = try problems(start + noise + Array("\n]==]".utf8))
        }
    }
}
