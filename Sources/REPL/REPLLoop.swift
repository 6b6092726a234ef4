import LuaHost

/// The prompt: reads an entry, runs it, prints what it gives, until the end of the input.
///
/// An entry that is a valid expression is printed; an unfinished one goes on over further lines.
/// ^C abandons the line that is being typed, or stops the entry that is running.
public final class REPLLoop {
    private let session: LuaSession
    private let editor: any LineEditor
    private let history: HistoryFile?
    private let prompt: String
    private let report: (any Error) -> Void
    private var entryNumber = 0
    private var hasWarnedOfHistory = false

    /// - Parameters:
    ///   - session: has been made with ``modules`` among its modules.
    ///   - prompt: the word before `> `.
    ///   - report: prints an error of an entry.
    public init(
        session: LuaSession, editor: any LineEditor, history: HistoryFile?, prompt: String,
        report: @escaping (any Error) -> Void
    ) {
        self.session = session
        self.editor = editor
        self.history = history
        self.prompt = prompt
        self.report = report
        for entry in history?.entries() ?? [] { editor.remember(entry) }
    }

    /// What a session needs for the prompt to show results.
    public static var modules: [LuaModule] {
        [
            LuaModule(
                inspectModule,
                chunks: [LuaChunk(name: "inspect", source: LuaSources.inspect)])
        ]
    }

    private static let inspectModule = "tavlua.inspect"

    /// Runs until the end of the input.
    /// - Returns: the status that a script's `os.exit` asked for, else 0.
    public func run() async -> Int32 {
        while let entry = await readEntry() {
            entryNumber += 1
            keep(entry)
            do {
                try await evaluate(entry)
            } catch let exit as ScriptExit {
                return exit.status
            } catch {
                report(error)
            }
        }
        return 0
    }

    /// One entry, which may span lines; nil at the end of the input.
    private func readEntry() async -> String? {
        var entry = ""
        while true {
            let mark = entry.isEmpty ? "\(prompt)> " : continuation
            switch editor.readLine(prompt: mark) {
            case .end: return entry.isEmpty ? nil : entry
            case .interrupted: entry = ""
            case .line(let line):
                entry += entry.isEmpty ? line : "\n" + line
                if entry.allSatisfy(\.isWhitespace) {
                    entry = ""
                } else if await !isUnfinished(entry) {
                    return entry
                }
            }
        }
    }

    private var continuation: String {
        String(repeating: " ", count: max(0, prompt.count - 1)) + ">> "
    }

    private func isUnfinished(_ entry: String) async -> Bool {
        guard await syntaxProblem(in: asExpression(entry)) != nil else { return false }
        // Lua's own prompt asks for more lines by the same sign.
        return await syntaxProblem(in: entry)?.hasSuffix("<eof>") ?? false
    }

    /// What Lua says about a text that it cannot compile, found without running it.
    private func syntaxProblem(in text: String) async -> String? {
        do {
            let script = "return require'\(Self.inspectModule)'.problem(...)"
            let found = try await session.run(
                .text(script, chunkName: "=entry"), arguments: [text])
            guard case .string(let message)? = found.first else { return nil }
            return message.description
        } catch {
            return "\(error)"
        }
    }

    /// A leading `=` is how Lua 5.1 printed a value; many still type it.
    private func asExpression(_ entry: String) -> String {
        let expression = entry.first == "=" ? String(entry.dropFirst()) : entry
        return "require'\(Self.inspectModule)'.show(\(expression)\n)"
    }

    private func evaluate(_ entry: String) async throws {
        let expression = asExpression(entry)
        let isExpression = await syntaxProblem(in: expression) == nil
        _ = try await session.run(
            .text(isExpression ? expression : entry, chunkName: "=entry \(entryNumber)"))
    }

    private func keep(_ entry: String) {
        editor.remember(entry)
        guard let history, !history.append(entry), !hasWarnedOfHistory else { return }
        hasWarnedOfHistory = true
        report(HistoryProblem(path: history.path))
    }
}

struct HistoryProblem: Error, CustomStringConvertible {
    let path: String
    var description: String { "the history cannot be written to \(path); this session goes on" }
}
