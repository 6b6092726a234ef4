import Glibc
import LuaHost
import TavusAPI

/// The Lua files beneath a recipe's folder, for `require "lib.x"`.
struct RecipeOwnModules {
    /// Nil for a recipe that is one file.
    let root: String?

    /// - Parameter name: `lib.` and names apart by dots: letters, digits, `_` and `-`.
    /// - Returns: the text, and the file's path.
    func read(_ name: String) throws -> (text: [UInt8], path: String) {
        guard let root else {
            throw RecipeError(
                .recipe,
                "a recipe of one file has no \(DisplayText.safe(name, limit: 80)); make a folder of it"
            )
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy(Self.isName), name.utf8.count <= 200 else {
            throw RecipeError(
                .recipe,
                "\"\(DisplayText.safe(name, limit: 80))\" is no name of a library, such as lib.csv")
        }
        let path = root + "/" + parts.joined(separator: "/")
        // The kernel looks it up below the root: no link leads out of it.
        let grants = LuaGrants(readable: LuaFileRoots([root]))
        do {
            return (try contents(of: path + ".lua", grants), path + ".lua")
        } catch let problem as FileProblem {
            guard access(path + ".lua", F_OK) != 0 else { throw problem }
            return (try contents(of: path + "/init.lua", grants), path + "/init.lua")
        }
    }

    private func contents(of path: String, _ grants: LuaGrants) throws -> [UInt8] {
        let file = try grants.open(path, for: .reading)
        defer { close(file) }
        return RecipeSource.withoutFirstComment(
            try BoundedFile.read(descriptor: file, path, maxBytes: RecipeSource.maxCodeBytes))
    }

    private static func isName(_ part: Substring) -> Bool {
        !part.isEmpty
            && part.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
