import Foundation
import Testing

/// Where embeddings of Lua go wrong, and which tests of this target watch over it.
///
/// The list is what reading mlua, LuaSwift, hslua, Neovim, Redis and OpenResty taught, and what broke
/// while this host was made.
@Suite struct PitfallTests {
    struct Pitfall: Sendable, CustomTestStringConvertible {
        let number: Int
        let rule: String
        let tests: [String]
        var testDescription: String { "\(number): \(rule)" }
    }

    static let all = [
        Pitfall(
            number: 1, rule: "No Swift source can name a Lua function",
            tests: ["theHeadersThatSwiftSeesDoNotNameLua"]),
        Pitfall(
            number: 2, rule: "Errors of host functions leak nothing, wherever they are thrown",
            tests: ["errorsLeakNothing", "aCallFails"]),
        Pitfall(
            number: 3, rule: "Any allocation may fail",
            tests: ["everyFailingAllocationIsAnErrorOrNone"]
        ),
        Pitfall(
            number: 4, rule: "Strings of any bytes cross as they are",
            tests: ["stringsCrossByteByByte"]),
        Pitfall(
            number: 5, rule: "Cyclic, deep, large and mixed tables cross or are refused by place",
            tests: [
                "refusalsNameThePath", "depthEndsAt200", "aMillionElementsCross",
                "anArgumentThatCannotBeSentNamesThePath",
            ]),
        Pitfall(
            number: 6, rule: "Hundreds of arguments and results cross, too many are an error",
            tests: ["manyArgumentsAndResultsCross", "tooManyValuesAreAnError"]),
        Pitfall(
            number: 7, rule: "Error objects keep code, status and message; odd ones print sanely",
            tests: [
                "pcallReturnsTheObjectWithItsFields", "anUncaughtErrorPrintsSanely",
            ]),
        Pitfall(
            number: 8, rule: "A host call works in every context",
            tests: ["aCallAnswers", "aCallFromAFinalizerAnswers"]),
        Pitfall(
            number: 9, rule: "Script coroutines never see the host's yields",
            tests: ["coroutinesBehaveAsDocumented"]),
        Pitfall(
            number: 10, rule: "A parked coroutine is resumed and closed by nobody else",
            tests: ["aParkedCoroutineIsNobodyElses"]),
        Pitfall(
            number: 11, rule: "Calls overlap, up to the limit",
            tests: ["fourCallsOverlap", "theLimitHoldsAndIsUsed"]),
        Pitfall(
            number: 12, rule: "The first failure cancels its siblings and waits for their closers",
            tests: ["tasksBehaveAsDocumented", "anErrorOfTheRootCancelsItsTasks"]),
        Pitfall(
            number: 13, rule: "An interrupt stops every kind of loop",
            tests: ["anInterruptEndsTheRunAndNotTheSession", "theCountHookInterruptsToo"]),
        Pitfall(
            number: 14, rule: "A loop of pcall dies of one interrupt, and the session lives",
            tests: ["anInterruptEndsTheRunAndNotTheSession"]),
        Pitfall(
            number: 15, rule: "Closers finish, unless they never would",
            tests: [
                "aFiniteCloserRunsToItsEnd", "aCloserThatWaitsTooLongIsCutOff",
                "anInterruptEndsTheRunAndNotTheSession",
            ]),
        Pitfall(
            number: 16, rule: "C loops that no hook reaches are bounded, or end with the process",
            tests: [
                "aHostileScriptEndsInsideItsLimit", "aCFunctionThatNeverEndsIsEndedWithTheProcess",
            ]),
        Pitfall(
            number: 17, rule: "Memory beyond the limit is a catchable error, and comes back",
            tests: [
                "theMemoryLimitIsACatchableError", "memoryComesBackAfterTheLimitWasReached",
                "whatTheHostHoldsCountsAsMemory",
            ]),
        Pitfall(
            number: 18, rule: "Nested coroutine.close does not overflow the C stack",
            tests: ["deeplyNestedClosesAreAnErrorAndNoCrash"]),
        Pitfall(
            number: 19, rule: "Compiled chunks are refused at every door",
            tests: ["compiledChunksAreRefused"]),
        Pitfall(
            number: 20, rule: "A recipe sees exactly the golden list",
            tests: ["aRecipeSeesExactlyTheGoldenListOfGlobalsAndLibraryKeys"]),
        Pitfall(
            number: 21,
            rule: "A recipe reaches no other run, no file and no host it was not granted",
            tests: ["aRunFindsNothingOfTheOneBefore"]),
        Pitfall(
            number: 22, rule: "os.exit ends the script and never the process",
            tests: ["osExitClosesVariablesAndFlushes"]),
        Pitfall(
            number: 23, rule: "JSON keeps what Lua tells apart",
            tests: ["valuesEncode", "textDecodes", "whatIsDecodedEncodesToTheSame"]),
        Pitfall(
            number: 24, rule: "The locale changes no number",
            tests: ["theLocaleOfTheEnvironmentChangesNoNumbers"]),
        Pitfall(
            number: 25, rule: "Callbacks run from a main actor's program and from a detached task",
            tests: ["aMainActorHostWorks", "aDetachedTaskWorks"]),
        Pitfall(
            number: 26, rule: "Function handles are dropped, used late and used elsewhere safely",
            tests: [
                "droppingTheHandleLetsLuaCollectTheFunction",
                "aHandleOutlivesItsSessionOnlyToSaySo", "aHandleIsNotForOtherSessions",
            ]),
        Pitfall(
            number: 27, rule: "Interrupts from four threads race with nothing",
            tests: ["interruptsFromManyThreadsAtAnyTimeAreSafe"]),
        Pitfall(
            number: 28, rule: "Sessions beside one another share neither output nor grants",
            tests: ["twoSessionsAtOnceKeepTheirOutputApart", "manySessionsAtOnceKeepApart"]),
        Pitfall(
            number: 29, rule: "The program's own signal handler is chained and comes back",
            tests: ["aSignalHandlerOfTheProgramStaysChainedAndComesBack"]),
        Pitfall(
            number: 30, rule: "Deep recursion is an error and no crash",
            tests: ["deepRecursionIsAnErrorAndNoCrash", "nestingTooDeepIsACatchableError"]),
        Pitfall(
            number: 31, rule: "Hooks raise and never yield; locals survive an interrupt",
            tests: ["localsSurviveHooksThatStopNothing", "aFiniteCloserRunsToItsEnd"]),
        Pitfall(
            number: 32, rule: "Warnings reach the output as events of their own",
            tests: ["errorsInFinalizersAreWarnings", "warningsCanBeSwitchedOff"]),
    ]

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()

    /// All functions of the tests beside this one, by reading them.
    private static let names: Set<String> = {
        var names: Set<String> = []
        for folder in ["LuaHostTests", "tavluaTests"].map(folder.appendingPathComponent) {
            let files =
                (try? FileManager.default.contentsOfDirectory(
                    at: folder, includingPropertiesForKeys: nil)) ?? []
            for file in files where file.pathExtension == "swift" {
                guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
                for part in text.components(separatedBy: "func ").dropFirst() {
                    names.insert(String(part.prefix { $0.isLetter || $0.isNumber || $0 == "_" }))
                }
            }
        }
        return names
    }()

    @Test(arguments: all) func aPitfallHasItsTests(pitfall: Pitfall) {
        #expect(!pitfall.tests.isEmpty)
        #expect(pitfall.tests.filter { !Self.names.contains($0) } == [])
    }

    @Test func thePitfallsAreNumberedThrough() {
        #expect(Self.all.map(\.number) == Array(1...32))
    }
}
