import Dispatch
import LuaHost
import Synchronization

@testable import REPL

/// A host with a plain session: no calls, no service.
final class TestHost: REPLHost {
    let calls = CallLog()
    let notices = NoticeBoard()
    let gate: CallGate
    let place: REPLPlace
    let extraModules: [LuaModule]
    let loginDesk: LoginDesk?

    init(isLive: Bool = false, modules: [LuaModule] = [], loginDesk: LoginDesk? = nil) {
        self.loginDesk = loginDesk
        place = REPLPlace(word: isLive ? "live" : "emulator", isLive: isLive)
        gate = CallGate { isLive }
        extraModules = modules
    }

    func openSession(with connection: REPLConnection) async throws -> LuaSession {
        try await LuaHost(output: connection.output).session(
            modules: connection.modules + extraModules)
    }

    func login(profile: String) throws -> any REPLLogin {
        guard let loginDesk else { throw REPLProblem("there are no profiles here") }
        return loginDesk.login(profile)
    }

    func choose(profile: String) throws {
        guard let loginDesk else { throw REPLProblem("there are no profiles here") }
        loginDesk.choose(profile)
    }

    func abort() { fatalError("a test's entry did not stop") }
}

/// Types entries, each when the prompt asks for it, and keeps what is shown.
///
// @unchecked Sendable because all state is in a mutex.
final class TypingEditor: LineEditor, @unchecked Sendable {
    enum Step: Sendable {
        case type(String)
        /// Something that happens between Enter and the moment when the loop hears of it.
        case enter(String, then: @Sendable () -> Void)
        case interrupt
        /// Something else than typing, such as waiting for a job's end.
        case act(@Sendable (TypingEditor) -> Void)
    }

    private struct State {
        var steps: [Step]
        var shown = ""
        var errors = ""
        var prompts: [String] = []
        var prefills: [String] = []
        var answers: [String?] = []
        var questions: [String] = []
        var secretQuestions: [String] = []
    }

    private let state: Mutex<State>
    private let hasShown = DispatchSemaphore(value: 0)
    let size: TerminalSize?
    let redraws: Bool

    init(
        _ steps: [Step], size: TerminalSize? = TerminalSize(columns: 80, rows: 24),
        redraws: Bool = true
    ) {
        state = Mutex(State(steps: steps))
        self.size = size
        self.redraws = redraws
    }

    convenience init(_ entries: String...) { self.init(entries.map { .type($0) }) }

    func readEntry(prompt: StyledText, text: String, services: any EditorServices) -> LineRead {
        while true {
            let step: Step? = state.withLock { state in
                state.prompts.append(prompt.plain)
                state.prefills.append(text)
                return state.steps.isEmpty ? nil : state.steps.removeFirst()
            }
            switch step {
            case .type(let entry): return .line(entry)
            case .enter(let entry, let body):
                _ = services.verdict(of: entry)
                body()
                return .line(entry)
            case .interrupt: return .interrupted("")
            case .act(let body): body(self)
            case nil: return .end
            }
        }
    }

    func show(_ text: StyledText) {
        state.withLock { $0.shown += text.plain }
        hasShown.signal()
    }

    /// Blocks the thread that reads until this was shown; for ten seconds at most.
    func waitUntilShown(_ text: String) {
        while !shown.contains(text) {
            guard hasShown.wait(timeout: .now() + .seconds(10)) == .success else { return }
        }
    }

    func showError(_ text: StyledText) {
        state.withLock { state in
            state.shown += text.plain
            state.errors += text.plain
        }
    }
    func change(prompt: StyledText) {}
    func showStatus(_ text: StyledText?) {}
    func ask(_ question: StyledText, isSecret: Bool) -> String? {
        state.withLock { state in
            state.questions.append(question.plain)
            if isSecret { state.secretQuestions.append(question.plain) }
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
    }
    func remember(_ entry: String) {}
    func close() {}

    func answer(_ texts: [String?]) { state.withLock { $0.answers = texts } }
    var shown: String { state.withLock { $0.shown } }
    var errors: String { state.withLock { $0.errors } }
    var questions: [String] { state.withLock { $0.questions } }
    var secretQuestions: [String] { state.withLock { $0.secretQuestions } }
    var prompts: [String] { state.withLock { $0.prompts } }
    var prefills: [String] { state.withLock { $0.prefills } }
}

/// Types the entries into a prompt of its own, and gives what was shown.
func typed(_ entries: String..., settings: REPLSettings = REPLSettings()) async -> String {
    let editor = TypingEditor(entries.map { .type($0) })
    _ = await runLoop(editor, settings: settings)
    return editor.shown
}

@discardableResult
func runLoop(
    _ editor: TypingEditor, host: TestHost = TestHost(), settings: REPLSettings = REPLSettings()
) async -> Int32 {
    let memory = REPLMemory(path: nil, settings: settings, secrets: { [] })
    return await REPLLoop(host: host, editor: editor, settings: settings, memory: memory).run()
}
