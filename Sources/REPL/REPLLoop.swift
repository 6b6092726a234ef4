import Dispatch
import LuaHost
import Synchronization

/// The prompt: reads an entry, runs it, shows what it gives, until the end of the input.
///
/// ``REPLMachine`` decides what happens; this carries it out. Entries run in a session that
/// ``REPLHost/openSession(with:)`` makes; they are read on a queue of their own, which the editor blocks.
public actor REPLLoop {
    enum Inbox: Sendable {
        case machine(REPLMachine.Event)
        case lua(REPLConnection.Event)
        /// The entry that a job of this number was made of has ended.
        case entryEnded(job: Int, JobState, message: String?)
    }

    let host: any REPLHost
    let editor: any LineEditor
    let display: Display
    let memory: REPLMemory
    var settings: REPLSettings
    var machine = REPLMachine()
    var engine: Engine?
    var foreground: Foreground?
    /// What an entry was last heard to wait for.
    var lastWait: RecordWait?
    var jobs: [Job] = []
    /// Texts of entries by chunk name, for the rows that errors show.
    var sources: [String: String] = [:]
    var lastFailure: EntryFailure?
    /// Something that was entered did not work.
    var hasFailed = false
    /// What `.more` shows next.
    var rest: LongText?
    /// What the next entry begins with.
    var prefill = ""
    var showsTime = false
    /// What the script's `_PROMPT` said when the last entry ended.
    var ownPrompt: String?

    let (inbox, letters) = AsyncStream.makeStream(of: Inbox.self)
    /// To a question or to a program: ^C is theirs.
    private let terminalIsLent = Atomic(false)
    private let reading = DispatchQueue(label: "tavlua.prompt")
    let services: PromptServices

    /// A session with what belongs to it.
    struct Engine: Sendable {
        /// Nil where the script that called `repl()` has it.
        let session: LuaSession?
        let connection: REPLConnection
        let driver: LuaDriver
    }

    /// What the prompt waits for.
    struct Foreground: Sendable {
        let number: Int
        let text: String
        let began: ContinuousClock.Instant
        var work: Task<Void, Never>?
        var ticker: Task<Void, Never>?
        var wait: RecordWait?
        /// ^C was pressed, and it has not stopped so far.
        var isStopping = false
        /// The job that it was, and is again if it is interrupted.
        var job: Int?
    }

    /// - Parameters:
    ///   - memory: the history, and what may not be in it.
    public init(
        host: any REPLHost, editor: any LineEditor, settings: REPLSettings, memory: REPLMemory
    ) {
        self.host = host
        self.editor = editor
        display = Display(editor: editor)
        self.settings = settings
        self.memory = memory
        services = PromptServices(host: host, settings: settings, memory: memory)
    }

    /// Runs a prompt wherever a script of this connection's session calls `repl()`.
    /// - Parameters:
    ///   - equipment: asked at each call: a script that makes none pays for nothing.
    ///   - onInterrupt: is given what ^C is to do while a prompt is open, and nil after it.
    public static func serveBreakpoints(
        of connection: REPLConnection, host: any REPLHost,
        equipment: @escaping @Sendable () -> REPLEquipment,
        onInterrupt: @escaping @Sendable ((@Sendable () -> Void)?) -> Void
    ) {
        connection.onPause { place, driver in
            let equipment = equipment()
            let loop = REPLLoop(
                host: host, editor: equipment.editor, settings: equipment.settings,
                memory: equipment.memory)
            onInterrupt { loop.interrupt() }
            await loop.run(paused: driver, connection, at: place)
            onInterrupt(nil)
        }
    }

    private func run(paused driver: LuaDriver, _ connection: REPLConnection, at place: String) async
    {
        for entry in memory.recent { editor.remember(entry) }
        attach(Engine(session: nil, connection: connection, driver: driver))
        display.note("paused at \(place) · ^D goes on")
        _ = await serve()
    }

    /// Runs until the end of the input.
    /// - Parameter scripts: Lua files that run before the first prompt, such as `init.lua`.
    /// - Returns: the status that `os.exit` or `.exit` asked for; else 0, or 1 where nobody sat before it to see
    ///   that an entry failed.
    public func run(scripts: [String] = []) async -> Int32 {
        for entry in memory.recent { editor.remember(entry) }
        if let banner = host.banner, !settings.isQuiet { display.note(banner) }
        if let problem = memory.problem { display.note(problem) }
        do {
            try await openEngine()
        } catch {
            display.error("\(error)")
            return 1
        }
        for script in scripts { await load(script) }
        return await serve()
    }

    private func serve() async -> Int32 {
        host.notices.read { [display] text in display.note(text) }
        host.gate.onQuestion { [weak self] call in await self?.confirm(call) ?? .notNow }
        perform(.read(text: ""))
        var status: Int32 = 0
        loop: for await letter in inbox {
            for effect in effects(of: letter) {
                if case .leave(let asked) = effect {
                    status = asked
                    if case .machine(.read(.end, _)) = letter, hasFailed, !editor.isInteractive {
                        status = 1
                    }
                    break loop
                }
                await carryOut(effect)
            }
        }
        host.gate.onQuestion(nil)
        await closeEngine()
        host.notices.read(nil)
        display.keepTranscript(nil)
        editor.close()
        return status
    }

    /// ^C came as a signal; from any thread.
    public nonisolated func interrupt() {
        guard !terminalIsLent.load(ordering: .relaxed) else { return }
        letters.yield(.machine(.interrupted(at: .now)))
    }

    private func effects(of letter: Inbox) -> [REPLMachine.Effect] {
        switch letter {
        case .machine(let event): return machine.handle(event)
        case .lua(let event): return hear(event)
        case .entryEnded(let job, let state, let message):
            jobEnded(job, state, message)
            return []
        }
    }

    private func carryOut(_ effect: REPLMachine.Effect) async {
        switch effect {
        case .read, .note, .abort, .leave: perform(effect)
        case .evaluate(let number, let text): begin(number, text)
        case .command(let command): await run(command)
        case .remember(let text): remember(text)
        case .recall(let number): recall(number)
        case .detach: detach()
        case .stop: stop()
        case .abandon: editor.abandon()
        }
    }

    private func perform(_ effect: REPLMachine.Effect) {
        switch effect {
        case .read(let text): read(text.isEmpty ? prefill : text)
        case .note(let text): display.note(text)
        case .abort:
            restoreTerminal()
            host.abort()
        default: break
        }
    }

    private func read(_ text: String) {
        prefill = ""
        let prompt = self.prompt
        display.startLine()
        reading.async { [editor, services, letters] in
            let read = editor.readEntry(prompt: prompt, text: text, services: services)
            letters.yield(.machine(.read(read, at: services.takeEntered())))
        }
    }

    var prompt: StyledText {
        host.place.prompt(jobs: jobs.count { $0.state == .running }, own: ownPrompt)
    }

    /// Puts a question between entries.
    func ask(_ question: StyledText, isSecret: Bool = false) async -> String? {
        await lendingTerminal { [editor] in editor.ask(question, isSecret: isSecret) }
    }

    /// Does something between entries, on the thread that reads, which it blocks.
    func lendingTerminal<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        terminalIsLent.store(true, ordering: .relaxed)
        defer { terminalIsLent.store(false, ordering: .relaxed) }
        return await withCheckedContinuation { continuation in
            reading.async { continuation.resume(returning: body()) }
        }
    }

    private func remember(_ entry: String) {
        // What stands after it may be the key itself, typed too early.
        let text = CommandLine(entry)?.name == "login" ? ".login" : entry
        editor.remember(text)
        display.record(entry: text, place: host.place.word, redaction: memory.redaction)
        if let problem = memory.remember(text, place: host.place.word) { display.note(problem) }
    }

    private func recall(_ number: Int) {
        guard let text = memory.entry(number) else {
            display.note("there is no entry \(number); .history lists them")
            return perform(.read(text: ""))
        }
        perform(.read(text: text))
    }

    // MARK: The session

    func openEngine() async throws {
        let connection = REPLConnection()
        let session = try await host.openSession(with: connection)
        connection.write { [display] stream, bytes in display.print(bytes, on: stream) }
        let driver = try await LuaDriver.open(in: session)
        attach(Engine(session: session, connection: connection, driver: driver))
        Task { [letters] in
            if case .failure(let error as ScriptExit) = await driver.ended() {
                letters.yield(.machine(.left(status: error.status)))
            }
        }
    }

    /// A new session in place of this one.
    /// - Parameter change: what is to be different; where it fails, the session stays.
    func reopen(_ change: () throws -> Void = {}) async throws {
        guard engine?.session != nil else {
            throw Self.paused
        }
        try change()
        await closeEngine()
        try await openEngine()
    }

    static let paused = REPLProblem("a script is paused here, and goes on with its session")

    private func attach(_ engine: Engine) {
        self.engine = engine
        engine.connection.listen { [letters] event in letters.yield(.lua(event)) }
        services.attach(engine.driver)
    }

    func closeEngine() async {
        guard let engine else { return }
        self.engine = nil
        services.attach(nil)
        engine.connection.listen(nil)
        foreground?.work?.cancel()
        guard let session = engine.session else { return }
        engine.connection.finish()
        session.interrupt()
        _ = await engine.driver.ended()
        engine.connection.write(nil)
        await session.close()
        jobs = []
        sources = [:]
    }
}

/// What a prompt needs beside a host.
public struct REPLEquipment: Sendable {
    public var editor: any LineEditor
    public var settings: REPLSettings
    public var memory: REPLMemory

    public init(editor: any LineEditor, settings: REPLSettings, memory: REPLMemory) {
        self.editor = editor
        self.settings = settings
        self.memory = memory
    }
}
