import Foundation
import JSONValue
import Testing

@testable import Recipes

struct RecipeStoreTests {
    private func recipe(
        _ name: String = "acme/sweep", version: String = "1.2.0", files: Int = 0
    ) throws -> SharedRecipe {
        let script = SampleRecipe.script.replacingOccurrences(of: "acme/sweep", with: name)
            .replacingOccurrences(of: "1.2.0", with: version)
        var all = [RecipeTree.File(path: "init.lua", bytes: Array(script.utf8))]
        for index in 0..<files {
            let text = String(repeating: "-- line \(index)\n", count: 100)
            all.append(RecipeTree.File(path: "lib/f\(index).lua", bytes: Array(text.utf8)))
        }
        return try SharedRecipe(RecipeTree(all))
    }

    private func pin(_ recipe: SharedRecipe) -> RecipePin {
        recipe.pin(source: "./x", resolved: "./x", signer: nil)
    }

    private func install(_ recipe: SharedRecipe, in store: RecipeStore) throws -> RecipePin {
        let pin = pin(recipe)
        try store.put(recipe.tree)
        try store.update { $0[recipe.manifest.name] = pin }
        return pin
    }

    @Test func whatIsStoredIsReadOnlyAndComesBack() throws {
        try Workbench.with { bench in
            let store = RecipeStore(root: bench.path("store"))
            let recipe = try recipe(files: 2)
            try store.put(recipe.tree)
            #expect(try store.tree(recipe.tree.hash) == recipe.tree)
            let modes = try bench.run(
                "/bin/bash", "-c", "find store/sha256-* -printf '%m %P\\n' | sort")
            #expect(
                modes == """
                    444 init.lua
                    444 lib/f0.lua
                    444 lib/f1.lua
                    555 
                    555 lib

                    """)
            let before = try bench.listing()
            try store.put(recipe.tree)
            #expect(try bench.listing() == before)
        }
    }

    @Test func aChangedFileIsFoundWhenARecipeIsOpened() throws {
        try Workbench.with { bench in
            let store = RecipeStore(root: bench.path("store"))
            let recipe = try recipe(files: 1)
            _ = try install(recipe, in: store)
            let library = InstalledRecipes(store: store, workingFolder: bench.folder.path)
            let opened = try #require(try library.open(recipe.manifest.name))
            #expect(opened.tree == recipe.tree)
            let folder = store.folder(of: recipe.tree.hash)
            for change in [
                "echo >> lib/f0.lua", "touch extra.lua", "rm -f init.lua", "ln -s /etc/passwd x",
            ] {
                try bench.run(
                    "/bin/bash", "-c", "chmod -R u+w \(folder); cd \(folder); \(change)")
                let error = #expect(throws: SharingError.self) {
                    try library.open(recipe.manifest.name)
                }
                #expect(error?.kind == .integrity, "\(change)")
                // Installing again puts it right.
                try store.put(recipe.tree)
                #expect(try library.open(recipe.manifest.name)?.tree == recipe.tree)
            }
        }
    }

    @Test func whatSomebodyLeftHalfIsRemoved() throws {
        try Workbench.with { bench in
            let store = RecipeStore(root: bench.path("store"))
            try bench.write("half", to: "store/.new-4711/init.lua")
            try bench.run("/bin/chmod", "-R", "a-w", "store/.new-4711")
            let recipe = try recipe()
            try store.put(recipe.tree)
            let names = try FileManager.default.contentsOfDirectory(atPath: store.root).sorted()
            #expect(names == [".lock", recipe.tree.hash.description])
        }
    }

    @Test func twoAtOnceStoreTheSameRecipe() async throws {
        try await Workbench.awaiting { bench in
            let store = RecipeStore(root: bench.path("store"))
            let recipes = try (0..<4).map { try recipe("acme/r\($0)", files: 20) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        let recipe = recipes[index % 4]
                        try store.put(recipe.tree)
                        try store.update { $0[recipe.manifest.name] = self.pin(recipe) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try store.installed().recipes == recipes.map(pin))
            for recipe in recipes { #expect(try store.tree(recipe.tree.hash) == recipe.tree) }
        }
    }

    @Test func theLockDecidesBeforeWhatIsInstalled() throws {
        try Workbench.with { bench in
            let store = RecipeStore(root: bench.path("store"))
            let old = try recipe(version: "1.0.0")
            let new = try recipe(version: "2.0.0")
            let oldPin = try install(old, in: store)
            _ = try install(new, in: store)
            var lock = RecipeLock()
            lock[oldPin.name] = oldPin
            try lock.write(bench.path(RecipeLock.fileName))
            try bench.run("/bin/mkdir", "-p", "deep/er")
            let library = InstalledRecipes(store: store, workingFolder: bench.path("deep/er"))
            #expect(library.project == bench.folder.path)
            #expect(try library.open(oldPin.name)?.pin.version == old.manifest.version)
            // Files of the project come first, and have to be those of the lock.
            for file in old.tree.files {
                try bench.write(file.bytes, to: "recipes/acme/sweep/" + file.path)
            }
            #expect(
                try library.open(oldPin.name)?.folder == bench.folder.path + "/recipes/acme/sweep")
            try bench.write("changed", to: "recipes/acme/sweep/init.lua")
            let error = #expect(throws: SharingError.self) { try library.open(oldPin.name) }
            #expect(error?.kind == .integrity)
            #expect(try library.open(RecipeName("acme/other")!) == nil)
        }
    }

    @Test func aLockIsWrittenInOneWayAndReadBack() throws {
        let recipe = try recipe()
        var lock = RecipeLock()
        lock[recipe.manifest.name] = pin(recipe)
        #expect(
            lock.text == """
                {
                  "format": 1,
                  "recipes": [
                    {
                      "name": "acme/sweep",
                      "permissions_sha256": "\(recipe.permissions.sha256)",
                      "requires": [],
                      "resolved": "./x",
                      "signer": null,
                      "source": "./x",
                      "summary": "Ends what is old",
                      "tree_sha256": "\(recipe.tree.hash.hex)",
                      "version": "1.2.0"
                    }
                  ]
                }

                """)
        #expect(try RecipeLock(Array(lock.text.utf8), path: "p") == lock)
    }

    @Test(arguments: [
        ("", "is no JSON"), ("{}", "is not of the format 1"), ("[]", "is not of the format 1"),
        (#"{"format":2,"recipes":[]}"#, "is not of the format 1"),
        (#"{"format":1,"recipes":[{}]}"#, "has an entry that cannot be read, number 1"),
    ])
    func aLockThatCannotBeReadIsNotTakenForAnEmptyOne(_ text: String, _ why: String) {
        let error = #expect(throws: SharingError.self) {
            try RecipeLock(Array(text.utf8), path: "p")
        }
        #expect(error?.kind == .integrity)
        #expect(error?.message.hasPrefix("p \(why).") == true)
    }

    /// The goals are 50 ms and 100 ms; the bounds leave room for a machine that does other things.
    @Test func largeRecipesAndLongListsAreRead() throws {
        try Workbench.with { bench in
            let store = RecipeStore(root: bench.path("store"))
            let recipe = try recipe(files: 511)
            try store.put(recipe.tree)
            let clock = ContinuousClock()
            var files: Int?
            let verifying = try clock.measure {
                files = try store.tree(recipe.tree.hash)?.files.count
            }
            #expect(files == 512)
            var list = RecipeLock()
            for index in 0..<1000 {
                let recipe = try self.recipe("acme/r\(index)")
                list[recipe.manifest.name] = pin(recipe)
            }
            try store.update { $0 = list }
            var count: Int?
            let listing = try clock.measure { count = try store.installed().recipes.count }
            #expect(count == 1000)
            print("512 files verified in \(verifying), 1000 installed listed in \(listing)")
            #expect(verifying < .seconds(2))
            #expect(listing < .seconds(2))
        }
    }
}
