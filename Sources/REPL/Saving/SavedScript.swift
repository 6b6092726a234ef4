import LuaHost
import TavusAPI

/// A session as a script that does the same again, on any account.
///
/// Entries that failed and commands of the prompt are left out. Ids of the records that the session made
/// become the variables that hold them; ids from elsewhere become parameters; `_` and `_3` become the
/// results that they stood for; what was shown is printed.
/// ```swift
/// let script = try SavedScript(log, context: .init(version: "0.1.0", time: now))
/// try SavedFile.write(script.text, to: "sales.lua", replaces: false)
/// ```
public struct SavedScript: Sendable, Equatable {
    public struct Context: Sendable {
        /// Of tavlua.
        public var version: String
        /// Seconds since 1970.
        public var time: Int64
        /// What is hidden in the text.
        public var redaction: Redaction

        public init(version: String, time: Int64, redaction: Redaction = Redaction()) {
            self.version = version
            self.time = time
            self.redaction = redaction
        }
    }

    public enum Form: Sendable, Equatable {
        case script
        /// A recipe of this name, with its parameters in the header.
        case recipe(name: String)
    }

    public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        case empty
        /// Such as more local variables than Lua allows.
        case notLua(String)

        public var description: String {
            switch self {
            case .empty: "no entry of this session has succeeded, so there is nothing to save"
            case .notLua(let why): "the session cannot be saved as one script: \(why)"
            }
        }
    }

    public let text: String
    /// What whoever runs it should know, a line each.
    public let notes: [String]

    public init(
        _ log: SessionLog, as form: Form = .script, context: Context
    ) throws(Problem) {
        var plan = ScriptPlan(log.kept)
        guard !plan.drafts.isEmpty else { throw .empty }
        plan.resolve()
        let writer = ScriptWriter(plan: plan, log: log, form: form, context: context)
        let whole = writer.text
        text = context.redaction.redacting(whole)
        var notes = plan.notes
        if text != whole {
            notes.append(
                "secrets were replaced by \(Redaction.mark): read them from a file instead")
        }
        self.notes = notes
        if let problem = LuaSyntax.problem(in: text, name: "script") { throw .notLua(problem) }
    }
}
