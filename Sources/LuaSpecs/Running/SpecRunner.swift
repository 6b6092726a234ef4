import LuaHost
import Synchronization

/// Finds the tests of files and runs them, several at a time, each on a stage of its own.
///
/// ```swift
/// let runner = SpecRunner { file, output in SpecStage(try await LuaHost(output: .handler(output)).session()) }
/// let tests = await runner.tests(of: files)
/// let summary = await runner.run(tests.found, after: tests.broken) { print($0.test.name, $0.status) }
/// ```
public struct SpecRunner: Sendable {
    private let stage: SpecStage.Maker
    /// Tests under way at once.
    public var jobs = 1
    /// No further tests begin after one that failed.
    public var stopsAtFailure = false
    /// The most that one test may take.
    public var timeout: Duration = .seconds(60)

    public init(stage: @escaping SpecStage.Maker) { self.stage = stage }

    /// The tests of files, in their order, and an outcome for each file that cannot be loaded.
    public func tests(of files: [SpecFile]) async -> (found: [SpecCase], broken: [SpecOutcome]) {
        var found: [SpecCase] = []
        var broken: [SpecOutcome] = []
        for file in files {
            let driver = SpecDriver(file: file, timeout: timeout, stage: stage)
            switch await driver.collect() {
            case .success(let tests): found += tests
            case .failure(let outcome): broken.append(outcome.outcome)
            }
        }
        return (found, broken)
    }

    /// Runs tests; those that must be alone after all others.
    /// - Parameter note: told of each outcome, in the order of `tests` as far as they run beside others.
    /// - Returns: all outcomes.
    @discardableResult
    public func run(
        _ tests: [SpecCase], note: (SpecOutcome) -> Void
    ) async -> [SpecOutcome] {
        let beside = await run(tests.filter { !$0.isAlone }, atOnce: jobs, note)
        if stopsAtFailure, beside.contains(where: \.isFailed) { return beside }
        return beside + (await run(tests.filter(\.isAlone), atOnce: 1, note))
    }

    private func run(
        _ tests: [SpecCase], atOnce: Int, _ note: (SpecOutcome) -> Void
    ) async -> [SpecOutcome] {
        var done: [SpecOutcome?] = Array(repeating: nil, count: tests.count)
        var told: [SpecOutcome] = []
        var (next, hasFailed) = (0, false)
        await withTaskGroup(of: (Int, SpecOutcome).self) { group in
            func begin() {
                guard next < tests.count, !(hasFailed && stopsAtFailure) else { return }
                let (number, test) = (next, tests[next])
                next += 1
                group.addTask { (number, await outcome(of: test)) }
            }
            for _ in 0..<min(max(1, atOnce), tests.count) { begin() }
            for await (number, outcome) in group {
                done[number] = outcome
                hasFailed = hasFailed || outcome.isFailed
                begin()
                while told.count < done.count, let outcome = done[told.count] {
                    note(outcome)
                    told.append(outcome)
                }
            }
        }
        return told
    }

    private func outcome(of test: SpecCase) async -> SpecOutcome {
        await SpecDriver(file: test.file, timeout: timeout, stage: stage).run(test)
    }
}
