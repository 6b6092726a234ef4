/// Lua source text to run.
public enum LuaSource: Sendable {
    /// `chunkName` follows Lua's convention: `@path` for a file, `=name` for a name shown as it is.
    case text(String, chunkName: String)
    case bytes([UInt8], chunkName: String)
    /// A file; a first line that begins with `#` and a UTF-8 byte order mark are skipped, as `lua` does.
    case file(String)
    /// All of standard input, as `lua -` runs it.
    case standardInput
}

extension LuaSource {
    /// What `arg[0]` is unless the caller says otherwise.
    var defaultName: String? {
        switch self {
        case .file(let path): path
        case .standardInput: "-"
        case .text, .bytes: nil
        }
    }
}
