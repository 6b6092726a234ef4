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
    private let services = BareServices()
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
        while let entry = readEntry() {
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
    private func readEntry() -> String? {
        while true {
            switch editor.readEntry(prompt: StyledText("\(prompt)> "), text: "", services: services)
            {
            case .end: return nil
            case .interrupted: continue
            case .line(let entry):
                if entry.contains(where: { !$0.isWhitespace }) { return entry }
            }
        }
    }

    private func evaluate(_ entry: String) async throws {
        let name = "=entry \(entryNumber)"
        guard let expression = Chunker().expression(entry) else {
            _ = try await session.run(.text(entry, chunkName: name))
            return
        }
        let show = "require'\(Self.inspectModule)'.show((function() \(expression) end)())"
        _ = try await session.run(.text(show, chunkName: name))
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

/// Continuation alone.
private final class BareServices: EditorServices {
    func verdict(of text: String) -> EntryVerdict { Chunker().verdict(of: text) }
    func styles(of buffer: EditBuffer) -> [Style] {
        Array(repeating: .plain, count: buffer.scalars.count)
    }
    func suggestion(for buffer: EditBuffer) -> String? { nil }
    func signature(for buffer: EditBuffer) -> String? { nil }
    func completion(for buffer: EditBuffer) -> Completion? { nil }
    func help(for buffer: EditBuffer) -> StyledText? { nil }
    func editedOutside(_ text: String) -> String? { nil }
}
