import LuaHost

/// Which script to run, with its arguments.
struct ScriptInvocation: Sendable {
    let source: LuaSource
    /// What `arg[0]` says.
    let name: String
    let arguments: [String]

    /// The words of the command line before the script's name, or before the arguments where a script
    /// has no name there.
    var command: [String] {
        let words = CommandLine.arguments.dropLast(arguments.count)
        return Array(words.count > 1 && words.last == name ? words.dropLast() : words)
    }

    /// The source of `-e CODE`.
    static func code(_ code: String, arguments: [String]) -> ScriptInvocation {
        ScriptInvocation(
            source: .text(code, chunkName: "=(command line)"), name: "(command line)",
            arguments: arguments)
    }

    /// A file, or standard input for `-`.
    static func script(_ name: String, arguments: [String]) -> ScriptInvocation {
        ScriptInvocation(
            source: name == "-" ? .standardInput : .file(name), name: name, arguments: arguments)
    }

    init(source: LuaSource, name: String, arguments: [String]) {
        self.source = source
        self.name = name
        self.arguments = arguments
    }

    /// Recognises `-e CODE [ARG…]` and `- [ARG…]` with no option before them.
    init?(plain words: [String]) {
        guard let first = words.first else { return nil }
        let rest = Array(words.dropFirst())
        if first == "-e", let code = rest.first {
            self = .code(code, arguments: Array(rest.dropFirst()))
        } else if first == "-" {
            self = .script(first, arguments: rest)
        } else {
            return nil
        }
    }

    /// A word with a slash or the ending `.lua` is a script, any other a command.
    static func isScript(_ word: String) -> Bool {
        !word.hasPrefix("-") && (word.utf8.contains(UInt8(ascii: "/")) || word.hasSuffix(".lua"))
    }
}
