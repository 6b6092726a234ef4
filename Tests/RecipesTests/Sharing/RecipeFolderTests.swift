import Foundation
import Testing

@testable import Recipes

struct RecipeFolderTests {
    @Test func linksDevicesAndWhatIsTooMuchAreRefused() throws {
        try Workbench.with { bench in
            try bench.write("return 1", to: "linked/init.lua")
            try bench.run("/bin/ln", "-s", "/etc/passwd", "linked/secret.txt")
            try bench.run("/bin/mkdir", "piped", "folders")
            try bench.run("/usr/bin/mkfifo", "piped/p")
            try bench.run("/bin/ln", "-s", "/etc", "folders/etc")
            try bench.run("/bin/bash", "-c", "mkdir many; cd many; touch f{0..512}")
            try bench.run("/bin/bash", "-c", "mkdir large; truncate -s 9M large/x")
            for (name, why) in [
                ("linked", "secret.txt is a link"), ("folders", "etc is a link"),
                ("piped", "p is neither a file nor a folder"),
                ("many", "it has more than 512 files"),
                ("large", "x is too large: a recipe has at most 8 MiB"),
            ] {
                #expect(throws: SharingError(.refused, why)) {
                    try RecipeFolder.read(bench.path(name))
                }
            }
            let missing = #expect(throws: SharingError.self) {
                try RecipeFolder.read(bench.path("none"))
            }
            #expect(missing?.kind == .notFound)
        }
    }
}
