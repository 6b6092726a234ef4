import Glibc
import JSONValue
import LuaHost

/// Entries: begun, shown, stopped, and put into the background.
extension REPLLoop {
    /// - Parameter name: what messages call it; `entry 3` for what was typed.
    func begin(_ number: Int, _ text: String, name: String? = nil) {
        let name = name ?? "entry \(number)"
        sources[name] = text
        let source = EntrySource(text, keepsLocals: settings.locals == .keep)
        guard let driver = engine?.driver else {
            letters.yield(.machine(.ended))
            return
        }
        let mode = snapshotMode
        start(number: number, text: text) { loop in
            do {
                let evaluated = try await driver.evaluate(
                    number: number, source: source.source, name: name, mode: mode)
                await loop.succeeded(number, text, evaluated, isShown: source.showsResults)
            } catch {
                await loop.failed(number, text, error)
            }
        }
    }

    /// Runs something that the prompt waits for, with a status line and ^C.
    func start(number: Int, text: String, _ body: @escaping @Sendable (REPLLoop) async -> Void) {
        let began = ContinuousClock.now
        foreground = Foreground(number: number, text: text, began: began)
        foreground?.work = Task { await body(self) }
        startTicker()
    }

    func startTicker() {
        foreground?.ticker = Task {
            // Most entries are over before anybody could read it.
            var pause = Duration.milliseconds(400)
            for step in 0... {
                do { try await Task.sleep(for: pause) } catch { return }
                self.tick(step)
                pause = .milliseconds(100)
            }
        }
    }

    private func tick(_ step: Int) {
        guard let foreground, editor.redraws else { return }
        let status = StatusLine(
            wait: foreground.wait, calls: host.calls.underWay,
            elapsed: .now - foreground.began, isStopping: foreground.isStopping)
        display.showStatus(status.text(step: step))
    }

    /// The entry is over; whoever waits for it is the prompt, or nobody if it became a job.
    private func finish(_ number: Int, _ state: JobState, message: String? = nil) {
        if let job = jobs.first(where: { $0.isEntry(number) }) {
            letters.yield(.entryEnded(job: job.id, state, message: message))
            return
        }
        guard foreground?.number == number else { return }
        foreground?.ticker?.cancel()
        display.showStatus(nil)
        if showsTime, let began = foreground?.began { noteTime(.now - began) }
        foreground = nil
        letters.yield(.machine(.ended))
    }

    private func noteTime(_ elapsed: Duration) {
        let milliseconds = Double(elapsed.components.attoseconds) / 1e15
        let seconds = Double(elapsed.components.seconds) + milliseconds / 1000
        display.note(
            seconds < 1 ? "\(Int(milliseconds)) ms" : "\(Double(Int(seconds * 100)) / 100) s")
    }

    func succeeded(
        _ number: Int, _ text: String, _ result: EvaluatedEntry, isShown: Bool
    ) async {
        let isJob = jobs.contains { $0.isEntry(number) }
        ownPrompt = result.prompt
        log(number, text, .succeeded, born: result.born, isShown: isShown)
        if isShown, !isJob { await showValues(result.values) }
        finish(number, .done)
    }

    private func log(
        _ number: Int, _ text: String, _ outcome: LoggedEntry.Outcome, born: [JSONValue] = [],
        isShown: Bool = false
    ) {
        guard number > 0 else { return }  // a job that was waited for
        memory.log(
            LoggedEntry(
                number: number, text: text, outcome: outcome, time: Int64(time(nil)),
                place: host.place.word, operations: host.calls.takeOperations(),
                born: born.compactMap { BornRecord($0) }, isShown: isShown))
    }

    /// Shows values, and keeps what did not fit for `.more`.
    func showValues(_ json: JSONValue) async {
        let inspector = Inspector(mode: settings.displayMode, size: editor.size)
        let text = inspector.text(ValueSnapshot.list(json))
        rest = nil
        if !text.whole.isEmpty { await showLong(text) }
    }

    /// Shows what an entry gave once more, all of it.
    /// - Parameter entry: its number; empty for the last.
    func expand(_ entry: String) async throws {
        guard let driver = engine?.driver else { throw REPLProblem("there is no session") }
        guard entry.isEmpty || entry.allSatisfy({ ("0"..."9").contains($0) }) else {
            throw REPLProblem(
                ".expand wants the number of an entry, or nothing for the last result")
        }
        let source = entry.isEmpty ? "return _" : "return out[\(entry)]"
        let values = ValueSnapshot.list(try await driver.show(source: source, mode: "whole"))
        guard let value = values.first, value != .nil else {
            throw REPLProblem(
                entry.isEmpty ? "there is no result so far" : "entry \(entry) gave no result")
        }
        await showLong(Inspector(mode: .auto, size: editor.size).expanded(value))
    }

    /// What a job gave, that `.wait` came back to.
    func awaited(_ job: Int, _ values: JSONValue) async {
        await showValues(values)
        finish(-job, .done)
    }

    var snapshotMode: String { settings.displayMode.rawValue }

    func failed(_ number: Int, _ text: String, _ error: any Error) async {
        log(number, text, error is LuaCancelled ? .cancelled : .failed)
        let isJob = jobs.contains { $0.isEntry(number) }
        hasFailed = true
        switch error {
        case is LuaCancelled:
            if !isJob { display.note("stopped") }
            return finish(number, .cancelled)
        case is ScriptExit:
            return  // the session has ended, and the machine hears of it
        case let error as ScriptError:
            let failure = EntryFailure(error, sources: sources)
            lastFailure = failure
            if !isJob {
                // On the thread that reads: looking for what was meant may wait for the session.
                let diagnostics = diagnostics
                display.error(await lendingTerminal { diagnostics.brief(failure) })
            }
            finish(number, .failed, message: error.message)
        default:
            if !isJob { display.error("\(error)") }
            finish(number, .failed, message: "\(error)")
        }
    }

    var diagnostics: Diagnostics {
        Diagnostics(columns: editor.size?.columns) { [services] name, path in
            services.suggestion(for: name, in: path)
        }
    }

    // MARK: ^C

    func stop() {
        foreground?.isStopping = true
        host.interruptCalls()
        foreground?.work?.cancel()
    }

    /// The entry goes on as a job; the prompt does not wait for it any more.
    func detach() {
        guard let entry = foreground, let engine, let work = entry.work else { return }
        entry.ticker?.cancel()
        foreground = nil
        let id = entry.job ?? engine.connection.newJobID()
        jobs.append(
            Job(
                id: id, kind: .entry(number: entry.number, work), label: entry.text,
                began: entry.began))
        display.note("[job \(id)] goes on in the background; .wait \(id) comes back to it")
        // Not waited for: a job that computes may keep Lua busy for long.
        Task { try await engine.driver.detach(entry.number) }
    }

    // MARK: What the Lua side tells

    func hear(_ event: REPLConnection.Event) -> [REPLMachine.Effect] {
        switch event {
        case .note(let text):
            display.note(text)
            return []
        case .jobBegan(let id, let place):
            jobs.append(Job(id: id, kind: .spawned, label: place, began: .now))
            display.note("[job \(id)] \(place)")
            return []
        case .jobEnded(let id, let state, let message):
            jobEnded(id, state, message)
            let driver = engine?.driver
            Task { try await driver?.reapJob(id) }
            return []
        case .waits(let wait):
            // Not the foreground's: an entry that was quick has ended before this is heard of.
            let isNews = wait != lastWait
            lastWait = wait
            foreground?.wait = wait
            if let wait, isNews, !editor.redraws {
                display.note(StatusLine(wait: wait).what)
            }
            return machine.handle(.waits(wait != nil))
        }
    }

    func jobEnded(_ id: Int, _ state: JobState, _ message: String?) {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { return }
        jobs[index].state = state
        jobs[index].ended = .now
        jobs[index].message = message
        display.line(jobs[index].line(now: .now))
        editor.change(prompt: prompt)
    }
}

extension Job {
    func isEntry(_ number: Int) -> Bool {
        if case .entry(number, _) = kind { true } else { false }
    }
}
