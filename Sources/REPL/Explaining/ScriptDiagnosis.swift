import LuaHost

/// What is said of a script that failed, as the prompt says it of an entry: the message, the row that it is
/// about, what was meant, and the way that led there.
///
/// ```swift
/// let text = ScriptDiagnosis(error) { name in try? String(contentsOfFile: name) }.text(isVerbose: false)
/// ```
public struct ScriptDiagnosis {
    private let failure: EntryFailure

    /// - Parameter source: the text of a chunk by the name that messages give it, which is the script's path;
    ///   nil: no row is shown. The name may come from anywhere, as a message can say anything.
    public init(_ error: ScriptError, source: (String) -> String?) {
        var sources: [String: String] = [:]
        for name in EntryFailure.chunks(of: error) where sources[name] == nil {
            sources[name] = source(name)
        }
        failure = EntryFailure(error, sources: sources)
    }

    /// Lines without a newline at the end, safe for a terminal.
    /// - Parameter isVerbose: with Lua's whole traceback.
    public func text(isVerbose: Bool) -> String {
        // The session has ended: what is suggested is in the catalogue or in Lua's library.
        let diagnostics = Diagnostics(columns: nil) {
            Suggestions.nearest(to: $0, in: $1, names: NoNames())
        }
        let brief = diagnostics.brief(failure, showsCallers: !isVerbose).plain
        let traceback = PrintedText.safe(failure.error.traceback)
        return isVerbose && !traceback.isEmpty ? brief + "\n" + traceback : brief
    }
}

/// Where there is no session.
private struct NoNames: NameSource {
    func members(of path: [String]) -> LiveMembers? { nil }
    func identifiers(of resource: String) -> IdentifierList { IdentifierList() }
    var recipeNames: [String] { [] }
}
