import ArgumentParser
import Glibc
import Recipes
import TavusAPI
import TavusClient

/// `tavlua apply`: carries out what a dry run has planned, if nothing has changed since.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Carry out a plan that --plan-out has written.",
        discussion: """
            Refused, with status 65 and what differs, where the script, its input files, the account or
            the answers to what it read are not as they were. A plan is carried out once.
            """)

    @OptionGroup var options: HostOptions

    @Argument(help: ArgumentHelp("The plan.", valueName: "file"))
    var path: String

    func validate() throws {
        guard !options.rights.isPlanning else {
            throw ValidationError("A plan is a dry run already; apply carries it out.")
        }
    }

    func run() async throws {
        let settings = options.settings
        do {
            let file = try read()
            let backend = try Backend(settings)
            let status = try await apply(file, with: backend)
            await backend.close()
            throw CommandEnd(status: status)
        } catch let end as CommandEnd {
            throw end
        } catch let problem as PlanProblem {
            throw refused(problem.description)
        } catch {
            throw CommandEnd(status: ErrorReport(isVerbose: settings.verbosity > 0).print(error))
        }
    }

    private func read() throws -> PlanFile {
        guard let bytes = PlanInput.bytes(of: path) else {
            StandardError.line("tavlua apply: there is no file \(DisplayText.safe(path))")
            throw CommandEnd(status: ExitStatus.noSuchScript)
        }
        let file = try PlanFile(parsing: bytes)
        if let incomplete = file.plan.incompleteness {
            throw PlanProblem(
                "the plan is incomplete from \(incomplete.place ?? "its beginning"):"
                    + " \(incomplete.reason). Run the script itself")
        }
        return file
    }

    private func apply(_ file: PlanFile, with backend: Backend) async throws -> Int32 {
        let now = file.origin.script.flatMap { PlanOrigin.fingerprint(ofScript: $0) }
        let account = backend.account.place
        if let difference = file.origin.difference(sha256: now, account: account) {
            throw PlanProblem(difference)
        }
        let run = PlanRun(file.plan, client: backend.client)
        if let difference = try await run.difference() { throw PlanProblem(difference) }
        guard !file.plan.calls.isEmpty else {
            print("nothing to do")
            return ExitStatus.success
        }
        let mark = try AppliedMark(plan: file.id)
        let result = await run.carryOut()
        return report(result, of: file.plan, mark: mark)
    }

    private func report(_ result: PlanRun.Result, of plan: Plan, mark: AppliedMark) -> Int32 {
        print("\(result.done) of \(plan.calls.count) calls done")
        guard let failure = result.failure else { return ExitStatus.success }
        if result.done == 0, failure.outcome == .notSent || failure.outcome == .refused {
            mark.remove()
        }
        return ErrorReport(isVerbose: false).print(failure)
    }

    private func refused(_ why: String) -> CommandEnd {
        StandardError.line(
            "tavlua apply: \(DisplayText.safe(path)) is not carried out:"
                + " \(DisplayText.safe(why, limit: 500)). Nothing was sent.")
        return CommandEnd(status: ExitStatus.badInput)
    }
}

/// The note that a plan is being carried out, which two processes cannot both make: its creates cost money.
struct AppliedMark {
    private let path: String

    /// - Throws: ``PlanProblem`` where it was made before.
    init(plan id: String) throws {
        guard !id.isEmpty, id.utf8.count <= 64,
            id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { throw PlanProblem("its id is none of ours; make it again with --plan-out") }
        if let why = StateFolder.make() { throw ConfigurationError(.configuration, why) }
        let folder = StateFolder.path + "/applied"
        mkdir(folder, 0o700)
        path = "\(folder)/\(id)"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            guard errno == EEXIST else {
                throw ConfigurationError(
                    .configuration, "cannot write \(path): \(String(cString: strerror(errno)))")
            }
            throw PlanProblem("it was carried out before, at least in part; make a new one")
        }
        // A machine that loses power must not forget it while the service remembers its calls.
        fsync(file)
        close(file)
    }

    /// Nothing was done: it may be tried again.
    func remove() { unlink(path) }
}
