import Glibc
import LuaShim

/// Lua's compiler alone: whether a text is Lua, without a session and without running anything.
public enum LuaSyntax {
    /// Why a text does not compile as a chunk; nil if it does. From any thread.
    ///
    /// A message that ends in `<eof>` means that more text could complete it.
    /// - Parameter name: what the message calls the text, as in `name:1: …`.
    public static func problem(in text: String, name: String = "input") -> String? {
        let bytes = Array(text.utf8)
        let problem = bytes.withUnsafeBufferPointer {
            luashim_syntax_problem($0.baseAddress, $0.count, "=" + name)
        }
        guard let problem else { return nil }
        defer { free(problem) }
        return String(cString: problem)
    }
}
