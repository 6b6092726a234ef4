import Glibc
import TavusAPI

/// A recipe's files, as they are read: one Lua file with a header, or a folder with `recipe.toml` and
/// `init.lua`.
public struct RecipeSource: Sendable {
    public enum Form: String, Sendable {
        case file, folder
        /// Part of this program.
        case shipped
    }

    public let form: Form
    /// The file or the folder, as it was named.
    public let path: String
    /// Where `require "lib.x"` looks; nil for what stands alone.
    public let root: String?
    public let header: RecipeHeader
    /// The Lua file that returns the recipe's function, as messages name it.
    public let codePath: String
    /// Its text; empty where only the header was asked for.
    public let code: [UInt8]

    public init(
        form: Form, path: String, root: String?, header: RecipeHeader, codePath: String,
        code: [UInt8]
    ) {
        self.form = form
        self.path = path
        self.root = root
        self.header = header
        self.codePath = codePath
        self.code = code
    }

    /// For messages: a shipped recipe by its name.
    public var shownPath: String {
        let path = form == .shipped && path.hasSuffix(".lua") ? String(path.dropLast(4)) : path
        return DisplayText.safe(path, limit: 200)
    }

    /// Larger than any recipe: a mistaken link to a video must not be read into memory.
    static let maxCodeBytes = 8 << 20

    /// Reads a recipe.
    /// - Parameter headerOnly: leaves the code unread; at most 72 KiB are read.
    /// - Returns: nil for a Lua file without a header: a plain script.
    /// - Throws: ``RecipeError`` for what cannot be read, ``RecipeError/Kind/notFound`` for what is not there.
    public static func read(
        _ path: String, headerOnly: Bool = false
    ) throws(RecipeError) -> RecipeSource? {
        guard try BoundedFile.isFolder(path) else {
            return try readFile(path, headerOnly: headerOnly)
        }
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        let toml = folder + "/recipe.toml"
        let codePath = folder + "/init.lua"
        let bytes = try BoundedFile.read(toml, maxBytes: RecipeHeader.maxBytes)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let why = "this is no UTF-8 text; save it as UTF-8"
            throw RecipeError(.recipe, [RecipeProblem(why, file: toml)])
        }
        let code = headerOnly ? [] : try BoundedFile.read(codePath, maxBytes: maxCodeBytes)
        return RecipeSource(
            form: .folder, path: path, root: folder, header: RecipeHeader(text, file: toml),
            codePath: codePath, code: code)
    }

    /// Whether a Lua file may begin with a header; of a plain script this reads one page and no more.
    static func looksLikeRecipe(_ path: String) -> Bool {
        do throws(RecipeError) {
            return RecipeHeader.mayBegin(try BoundedFile.readBeginning(path, maxBytes: 4096))
        } catch {
            return false
        }
    }

    private static func readFile(
        _ path: String, headerOnly: Bool
    ) throws(RecipeError) -> RecipeSource? {
        let code =
            headerOnly
            ? try BoundedFile.readBeginning(path, maxBytes: RecipeHeader.maxBytes + 8192)
            : try BoundedFile.read(path, maxBytes: maxCodeBytes)
        return try RecipeSource(file: code, path: path)
    }

    /// A Lua file that is in memory.
    public init?(file code: [UInt8], path: String, form: Form = .file) throws(RecipeError) {
        guard let header = try RecipeHeader(of: code, file: path) else { return nil }
        self.init(
            form: form, path: path, root: nil, header: header, codePath: path, code: code)
    }

    /// The code as Lua's compiler takes it; numbers of lines are those of the file.
    var luaText: [UInt8] { Self.withoutFirstComment(code) }

    /// Without a byte order mark, and a first line for the kernel: its end stays.
    static func withoutFirstComment(_ text: [UInt8]) -> [UInt8] {
        var rest = text[...]
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        if rest.first == UInt8(ascii: "#") { rest = rest.drop { $0 != UInt8(ascii: "\n") } }
        return rest.count == text.count ? text : Array(rest)
    }
}
