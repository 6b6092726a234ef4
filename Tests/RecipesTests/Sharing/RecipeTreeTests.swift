import Testing

@testable import Recipes

struct RecipeTreeTests {
    private func file(_ path: String, _ text: String = "x") -> RecipeTree.File {
        RecipeTree.File(path: path, bytes: Array(text.utf8))
    }

    /// The order is that of bytes, so `README` comes first; the hashes are those of sha256sum.
    @Test func theHashIsThatOfTheSortedListing() throws {
        let tree = try RecipeTree([
            file("lib/text.lua", "return {}\n"), file("init.lua", "return 1\n"),
            file("README.md", "# Sweep\n"),
        ])
        #expect(
            tree.listing == """
                57372d555e9ee244906cbe2a22154db02daba0192419cb623eaa04a434e3afea 8 README.md
                0805bfdc02e872ed322a4a4e440ae985f3a4335f4dd59f3d373dfaf2a68a4a3c 9 init.lua
                1232d8379de77e154ca533689af2e42629dd7574bda5a0a390799849f07607c3 10 lib/text.lua

                """)
        try Workbench.with { bench in
            for file in tree.files { try bench.write(file.bytes, to: "r/" + file.path) }
            let listing = try bench.run(
                "/bin/bash", "-c",
                """
                cd r; find . -type f -printf '%P\\n' | LC_ALL=C sort | while read -r f; do
                echo "$(sha256sum < "$f" | cut -d' ' -f1) $(stat -c %s "$f") $f"; done
                """)
            #expect(tree.listing == listing)
            try bench.write(listing, to: "listing")
            #expect(try bench.run("/usr/bin/sha256sum", "listing").hasPrefix(tree.hash.hex + " "))
        }
    }

    @Test func aFileIsTheTreeOfItsInit() throws {
        let script = Array("return 1\n".utf8)
        #expect(
            try RecipeTree(script: script)
                == RecipeTree([RecipeTree.File(path: "init.lua", bytes: script)]))
    }

    @Test func theSignatureIsNoPartOfTheHash() throws {
        let plain = try RecipeTree([file("init.lua")])
        let signed = try RecipeTree([file("init.lua"), file("recipe.minisig", "s")])
        #expect(plain.hash == signed.hash)
        #expect(signed.signature == Array("s".utf8))
        #expect(plain.signature == nil)
    }

    @Test(arguments: [
        "", "/a", "../a", "a/../b", "./a", "a//b", "a/", "a\\b", "C:a", "a\u{0}b", "a\nb",
        "caf\u{e9}", "cafe\u{301}", "a\u{202e}b", "a.", "a /b", " a", "a?", "1/2/3/4/5/6/7/8/9/a",
        String(repeating: "a", count: 101),
    ])
    func aPathThatIsNoneIsRefused(_ path: String) {
        #expect(throws: SharingError.self) { try RecipeTree([file(path)]) }
    }

    @Test(arguments: [
        (["a", "a"], "a is there twice"), (["a", "A"], "a and A differ in case alone"),
        (["lib/a", "LIB/b"], "lib and LIB differ in case alone"),
        (["a", "a/b"], "a is there twice"), (["a/b", "a"], "a is there twice"),
    ])
    func twoFilesInOnePlaceAreRefused(_ paths: [String], _ why: String) {
        #expect(throws: SharingError(.refused, why)) { try RecipeTree(paths.map { file($0) }) }
    }

    @Test func whatIsTooMuchIsRefused() {
        let many = (0...512).map { file("f\($0)") }
        #expect(throws: SharingError(.refused, "it has more than 512 files")) {
            try RecipeTree(many)
        }
        let large = RecipeTree.File(
            path: "a", bytes: [UInt8](repeating: 65, count: 8 << 20 + 1))
        #expect(throws: SharingError(.refused, "it is larger than 8 MiB")) {
            try RecipeTree([large])
        }
    }

    @Test func precompiledLuaIsRefused() {
        #expect(throws: SharingError(.refused, "init.lua is precompiled Lua, and no text")) {
            try RecipeTree(script: Array("\u{1b}LuaT".utf8))
        }
    }
}
