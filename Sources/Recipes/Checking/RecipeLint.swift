import LuaHost
import TavusAPI

/// Everything that is wrong with a recipe's files, found without running them.
public struct RecipeLint {
    /// In the order of files and lines; warnings of a run among them.
    public private(set) var problems: [RecipeProblem] = []

    /// - Parameter path: a Lua file, or a folder with `recipe.toml`.
    public init(_ path: String) {
        do throws(RecipeError) {
            guard let source = try RecipeSource.read(path) else {
                let text = "this is a plain script: a recipe begins with --[==[ [recipe]"
                problems = [RecipeProblem(text, file: path, line: 1)]
                return
            }
            check(source)
        } catch {
            problems = error.problems
        }
        problems.sort { ($0.file ?? "", $0.line ?? 0) < ($1.file ?? "", $1.line ?? 0) }
    }

    private mutating func check(_ source: RecipeSource) {
        let (manifest, found) = RecipeManifest.read(source.header)
        problems += found
        if let manifest { check(manifest, source.header) }
        checkText(source.luaText, source.codePath)
        if source.form == .folder {
            let toml = Array(source.header.text.utf8)
            checkHidden(toml, source.header.file)
        }
    }

    private mutating func check(_ manifest: RecipeManifest, _ header: RecipeHeader) {
        func add(_ text: String) {
            problems.append(RecipeProblem(text, file: header.file, line: header.firstLine))
        }
        if manifest.summary.isEmpty { add("there is no summary; say in one line what it does") }
        for example in manifest.examples
        where !example.command.split(separator: " ").contains("\(manifest.name)") {
            add(
                "examples: \"\(DisplayText.safe(example.command, limit: 80))\" does not run \(manifest.name)"
            )
        }
        if manifest.name.owner != nil, manifest.version == SemanticVersion(0, 0, 0) {
            add("there is no version; what is shared has one, such as version = \"1.0.0\"")
        }
    }

    private mutating func checkText(_ text: [UInt8], _ path: String) {
        checkHidden(text, path)
        guard let code = String(validating: text, as: UTF8.self) else {
            problems.append(RecipeProblem("this is no UTF-8 text; save it as UTF-8", file: path))
            return
        }
        guard let message = LuaSyntax.problem(in: code, name: "code") else { return }
        // code:12: unexpected symbol near 'x'
        let parts = message.split(separator: ":", maxSplits: 2)
        let line = parts.count == 3 ? Int(parts[1]) : nil
        let why = line == nil ? message : String(parts[2].drop { $0 == " " })
        problems.append(RecipeProblem(why, file: path, line: line))
    }

    /// Text that shows other code than it is.
    private mutating func checkHidden(_ text: [UInt8], _ path: String) {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated()
        where line.contains(where: { $0 > 0x7f || $0 < 0x20 }) {
            let scalars = String(decoding: line, as: UTF8.self).unicodeScalars
            guard
                let hidden = scalars.first(where: {
                    DisplayText.isHidden($0) && $0 != "\t" && $0 != "\r"
                })
            else { continue }
            let shown = DisplayText.safe(String(hidden))
            let why = "\(shown) stands here, which is not seen or reorders what is; write an escape"
            problems.append(RecipeProblem(why, file: path, line: index + 1))
        }
    }
}
