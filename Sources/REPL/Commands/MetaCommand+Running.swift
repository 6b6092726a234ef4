extension MetaCommand {
    static let running: [MetaCommand] = [
        MetaCommand(
            "jobs", "", argument: .none, "What goes on in the background, and what became of it."
        ) {
            loop, _ in
            guard !loop.jobs.isEmpty else { return loop.display.note("no jobs") }
            loop.display.line(loop.jobs.map { $0.line(now: .now) }.joined(separator: "\n"))
        },
        MetaCommand("wait", "[job]", "Comes back to a job, and shows what it gives.") {
            loop, command in
            loop.wait(for: try loop.job(command))
        },
        MetaCommand("kill", "job", "Stops a job.") { loop, command in
            let job = try loop.job(command)
            guard job.state == .running else {
                throw REPLProblem("job \(job.id) is \(job.state.rawValue) already")
            }
            switch job.kind {
            case .entry(_, let work): work.cancel()
            case .spawned: loop.engine?.connection.kill(job.id)
            }
        },
        MetaCommand("reset", "", argument: .none, "A new Lua session: variables and jobs are gone.")
        { loop, _ in
            try await loop.reopen()
            loop.display.note("a new session")
        },
        MetaCommand("sh", "command", "Runs a command of the shell.") { loop, command in
            guard !command.argument.isEmpty else { throw REPLProblem(".sh wants a command") }
            let status = try await loop.runProgram(["/bin/sh", "-c", command.argument])
            if status != 0 { loop.display.note("it ended with status \(status)") }
        },
    ]

    static let leaving: [MetaCommand] = [
        MetaCommand("exit", "[status]", "Leaves; ^D does so, too.") { loop, command in
            guard let status = Int32(command.argument.isEmpty ? "0" : command.argument) else {
                throw REPLProblem("a status is a number")
            }
            loop.letters.yield(.machine(.left(status: status)))
        }
    ]
}

extension REPLLoop {
    /// The job that a command names; without a word the one that began last and still runs.
    fileprivate func job(_ command: CommandLine) throws(REPLProblem) -> Job {
        if command.argument.isEmpty {
            guard let job = jobs.last(where: { $0.state == .running }) else {
                throw REPLProblem("no job is running; .jobs lists those that were")
            }
            return job
        }
        guard let id = Int(command.argument), let job = jobs.first(where: { $0.id == id }) else {
            throw REPLProblem("there is no job \"\(command.argument)\"; .jobs lists them")
        }
        return job
    }

    fileprivate func wait(for job: Job) {
        guard let driver = engine?.driver else { return }
        switch job.kind {
        case .entry(let number, let work):
            guard job.state == .running else {
                return display.line(job.line(now: .now))
            }
            jobs.removeAll { $0.id == job.id }
            // It ends as the entry that it was.
            foreground = Foreground(
                number: number, text: job.label, began: job.began, work: work, job: job.id)
            startTicker()
            Task { try await driver.attach(number) }
        case .spawned:
            let mode = snapshotMode
            start(number: -job.id, text: job.label) { loop in
                do {
                    await loop.awaited(job.id, try await driver.waitForJob(job.id, mode: mode))
                } catch {
                    await loop.failed(-job.id, job.label, error)
                }
            }
        }
    }
}
