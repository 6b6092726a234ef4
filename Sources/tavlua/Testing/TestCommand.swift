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
            for test in tests { print("\(test.file.path): \(test.name)") }
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
        return lines.map { write($0, after: status) } ?? status
    }

    /// - Returns: the status to end with.
    private func write(_ lines: LuaCoverage, after status: Int32) -> Int32 {
        let here = WorkingFolder.absolute("")
        // What is part of this program has no file.
        let report = CoverageReport(lines) { path in
            guard !path.hasSuffix(SpecFile.ending), access(path, F_OK) == 0 else { return nil }
            return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
        }
        if !report.text.isEmpty { StandardError.line(DisplayText.safeLines(report.text)) }
        // As a shell's `>` writes: through links and pipes, and for whoever may read here.
        let path = coverage ?? ""
        guard let file = fopen(path, "we") else { return cannotWrite(path) }
        let isWhole = fputs(report.lcov, file) >= 0
        guard fclose(file) == 0, isWhole else { return cannotWrite(path) }
        return status
    }

    private func cannotWrite(_ path: String) -> Int32 {
        let why = String(cString: strerror(errno))
        StandardError.line(
            "tavlua test: cannot write the coverage to \(DisplayText.safe(path, limit: 200)): \(why)"
        )
        return ExitStatus.failure
    }

    private func run(
        _ tests: [SpecCase], _ broken: [SpecOutcome], _ runner: SpecRunner,
        _ selection: SpecSelection
    ) async -> Int32 {
        let start = ContinuousClock.now
        var report = format.report()
        func tell(_ text: String?) {
            guard let text else { return }
            print(shown(text))
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

    /// Nothing that a terminal obeys; what programs read stays what it is.
    private func shown(_ text: String) -> String {
        func replacing(_ spelled: (Unicode.Scalar) -> String) -> String {
            text.unicodeScalars.reduce(into: "") { result, scalar in
                if DisplayText.isHidden(scalar) && scalar != "\n" {
                    result += spelled(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        switch format {
        // A tab is no harm, and traces are full of them.
        case .plain, .tap: return DisplayText.safeLines(text.replacing("\t", with: "    "))
        case .junit: return replacing { _ in "\u{FFFD}" }
        case .json: return replacing(Self.jsonEscape)
        }
    }

    /// Beyond 16 bits a pair of surrogates.
    private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
        String(Character(scalar)).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
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

extension SpecFormat: ExpressibleByArgument {}

/// A time as RFC 3339 spells it.
struct TimeArgument: ExpressibleByArgument {
    let seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        guard let time = APITimestamp.parse(argument) else { return nil }
        seconds = time
    }
}
