import ArgumentParser
@preconcurrency import Glibc
import LuaHost
import LuaSpecs
import Recipes
import TavusAPI
import TavusClient

/// `tavlua test`.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run specs of scripts and recipes on the emulator.",
        discussion: """
            PATH is a spec (*_spec.lua), a recipe, or a folder with them at any depth; without it the \
            working folder. Each test has a new Lua state, a new emulator and a clock that only sleeping \
            moves. Nothing leaves this machine. Ends with 1 where a test failed or none was found.
            """)

    @Argument(help: ArgumentHelp("Specs, recipes or folders.", valueName: "path"))
    var paths: [String] = []

    @Option(help: ArgumentHelp("Run tests with this in their name.", valueName: "text"))
    var filter: [String] = []

    @Option(
        name: [.customLong("tags"), .customShort("t")],
        help: ArgumentHelp("Run tests with this #tag in their name.", valueName: "tag"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("Leave out tests with this #tag.", valueName: "tag"))
    var excludeTags: [String] = []

    @Flag(help: "Run them in an order that the seed decides.")
    var shuffle = false

    @Option(help: ArgumentHelp("The order of a shuffled run.", valueName: "number"))
    var seed: UInt64?

    @Option(
        name: .customLong("repeat"), help: ArgumentHelp("Run each so often.", valueName: "number"))
    var repetitions = 1

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Tests at once; as many as there are processors.", valueName: "number"))
    var jobs: Int?

    @Flag(help: "Begin no further test after one that failed.")
    var failFast = false

    @Option(
        name: [.customLong("output"), .customShort("o")],
        help: ArgumentHelp(
            "\(SpecFormat.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "format"))
    var format = SpecFormat.plain

    @Flag(name: .customLong("list"), help: "Print the names of the tests, and run none.")
    var isList = false

    @Flag(help: "Write golden values as they are found.")
    var updateGolden = false

    @Option(
        help: ArgumentHelp(
            "Count the lines that run, and write them there as an LCOV tracefile.",
            valueName: "file"))
    var coverage: String?

    @Option(
        help: ArgumentHelp(
            "When tests begin, such as 2026-01-01T00:00:00Z, which is the default.",
            valueName: "time"))
    var fixedTime: TimeArgument?

    @Option(help: ArgumentHelp("The most that one test may take, 60s.", valueName: "duration"))
    var timeout: DurationArgument?

    func validate() throws {
        guard (1...10_000).contains(repetitions) else {
            throw ValidationError("--repeat wants a number from 1 to 10000.")
        }
        if let jobs, jobs < 1 { throw ValidationError("--jobs wants a number from 1.") }
        if let timeout, timeout.seconds == 0 {
            throw ValidationError("--timeout wants a time above 0.")
        }
    }

    func run() async throws {
        Signals.onTermination { signal in
            ScratchFolder.removeAll()
            ProcessEnd.exit(128 + signal)
        }
        let status = await status()
        // Also those of tests that were left behind.
        ScratchFolder.removeAll()
        throw CommandEnd(status: status)
    }

    private func status() async -> Int32 {
        let plan: TestPlan
        do { plan = try TestPlan(of: paths.isEmpty ? ["."] : paths) } catch let problem
            as SpecProblem
        {
            StandardError.line("tavlua test: \(DisplayText.safe(problem.description))")
            return ExitStatus.noSuchScript
        } catch {
            return ErrorReport(isVerbose: false).print(error)
        }
        let lines = coverage.map { _ in LuaCoverage() }
        let runner = runner(lines)
        let (found, broken) = await runner.tests(of: plan.specs)
        let selection = selection
        let tests = selection.tests(of: found + plan.examples)
        guard !isList else {
            for test in tests { print(DisplayText.safe("\(test.file.path): \(test.name)")) }
            return broken.isEmpty ? ExitStatus.success : ExitStatus.failure
        }
        guard !tests.isEmpty || !broken.isEmpty else {
            StandardError.line(
                "tavlua test: there are no tests \(found.isEmpty ? "" : "of that name ")in "
                    + (paths.isEmpty ? "this folder" : paths.joined(separator: " "))
                    + ". Specs are in files whose names end in _spec.lua.")
            return ExitStatus.failure
        }
        let status = await run(tests, broken, runner, selection)
        guard let lines, let coverage else { return status }
        return CoverageFile(path: coverage).write(lines) ? status : ExitStatus.failure
    }

    private func run(
        _ tests: [SpecCase], _ broken: [SpecOutcome], _ runner: SpecRunner,
        _ selection: SpecSelection
    ) async -> Int32 {
        let start = ContinuousClock.now
        var report = format.report()
        func tell(_ text: String?) {
            guard let text else { return }
            print(format.shown(text))
            fflush(stdout)
        }
        tell(report.beginning(of: tests.count + broken.count))
        for outcome in broken { tell(report.text(for: outcome)) }
        let mayRun = broken.isEmpty || !failFast
        let outcomes =
            broken + (mayRun ? await runner.run(tests) { tell(report.text(for: $0)) } : [])
        let summary = SpecSummary(
            outcomes, duration: .now - start, seed: shuffle ? selection.seed : nil)
        tell(report.end(summary))
        return summary.isGood ? ExitStatus.success : ExitStatus.failure
    }

    private func runner(_ lines: LuaCoverage?) -> SpecRunner {
        let bench = TestBench(
            updatesGolden: updateGolden, start: fixedTime?.seconds ?? 1_767_225_600, coverage: lines
        )
        var runner = SpecRunner { try await bench.stage(for: $0, output: $1) }
        runner.jobs = jobs ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))
        runner.stopsAtFailure = failFast
        if let timeout { runner.timeout = .seconds(timeout.seconds) }
        return runner
    }

    private var selection: SpecSelection {
        var selection = SpecSelection()
        selection.filters = filter
        selection.tags = tags
        selection.excludedTags = excludeTags
        selection.isShuffled = shuffle
        selection.seed = seed ?? UInt64.random(in: 0..<1_000_000)
        selection.repetitions = repetitions
        return selection
    }
}
