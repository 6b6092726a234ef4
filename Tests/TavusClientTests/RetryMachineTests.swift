import TavusAPI
import Testing

@testable import TavusClient

/// The retry policy as a table. Each row is a way in which an attempt can end; its columns say what
/// follows for a read, an idempotent write, a JSON Patch and a create.
struct RetryRow: Sendable, CustomTestStringConvertible {
    enum Next: Sendable, Equatable {
        case retry
        /// Once; the second time it gives up.
        case once
        case giveUp(TavusError.Outcome)
    }

    var name: String
    var mishap: Mishap
    var read: Next
    var idempotent: Next
    var patch: Next
    var create: Next

    var testDescription: String { name }
    var columns: [(Repeatability, Next)] {
        [(.read, read), (.idempotent, idempotent), (.patch, patch), (.create, create)]
    }

    init(
        _ name: String, _ mishap: Mishap, read: Next, idempotent: Next, patch: Next, create: Next
    ) {
        self.name = name
        self.mishap = mishap
        self.read = read
        self.idempotent = idempotent
        self.patch = patch
        self.create = create
    }

    init(_ name: String, _ mishap: Mishap, all: Next) {
        self.init(name, mishap, read: all, idempotent: all, patch: all, create: all)
    }

    static func status(_ status: Int, after wish: Double? = nil) -> Mishap {
        .answered(
            status: status, code: Catalogue.classify(status: status, text: nil), retryAfter: wish)
    }

    private static let unknown = Next.giveUp(.unknown)
    private static let refused = Next.giveUp(.refused)

    static let all =
        [
            RetryRow("R1 refused", .unsent(isTimeout: false), all: .retry),
            RetryRow("R1 connect timeout", .unsent(isTimeout: true), all: .retry),
            RetryRow("R2", .barred, all: .giveUp(.notSent)),
            RetryRow(
                "R3", .stale, read: .once, idempotent: .once, patch: unknown, create: unknown),
            RetryRow(
                "R4", .broken, read: .retry, idempotent: .retry, patch: unknown, create: unknown),
            RetryRow(
                "R5", .silent, read: .once, idempotent: unknown, patch: unknown, create: unknown),
            RetryRow("R7", status(429, after: 1), all: .retry),
            RetryRow("R8", status(429, after: 61), all: refused),
            RetryRow("R9", status(429), all: .retry),
            RetryRow(
                "R10", status(503, after: 1), read: .retry, idempotent: .retry, patch: unknown,
                create: unknown),
            RetryRow(
                "R10 too long", status(503, after: 3_600), read: refused, idempotent: unknown,
                patch: unknown, create: unknown),
        ]
        + [500, 502, 503, 504].map {
            RetryRow(
                "R11 \($0)", status($0), read: .retry, idempotent: .retry, patch: unknown,
                create: unknown)
        } + [
            RetryRow(
                "R11 501", status(501), read: refused, idempotent: unknown, patch: unknown,
                create: unknown),
            RetryRow(
                "R12", status(408), read: .retry, idempotent: .retry, patch: unknown,
                create: unknown),
        ]
        + [400, 401, 402, 403, 404, 409, 410, 413, 422, 451].map {
            RetryRow("R13 \($0)", status($0), all: refused)
        }
        + [301, 307, 308].map { RetryRow("R14 \($0)", status($0), all: refused) }
        + [101, 302, 303, 600, 999].map {
            RetryRow(
                "R14 \($0)", status($0), read: refused, idempotent: unknown, patch: unknown,
                create: unknown)
        } + [
            RetryRow("R15", .unusable, all: .giveUp(.done)),
            RetryRow("R15 head too large", .illegible, all: unknown),
            RetryRow("R16 unsent", .cancelled(wasSent: false), all: .giveUp(.notSent)),
            RetryRow("R16 sent", .cancelled(wasSent: true), all: unknown),
        ]
}

@Suite struct RetryMachineTests {
    /// One step with all the time and money of the world.
    private func step(
        _ machine: inout RetryMachine, _ mishap: Mishap, timeLeft: Duration? = nil,
        draw: Double = 0.5, budget: RetryBudget = RetryBudget()
    ) -> RetryMachine.Step {
        machine.next(mishap, timeLeft: timeLeft, draw: draw, budget: budget)
    }

    private func isAgain(_ step: RetryMachine.Step) -> Bool {
        if case .again = step { true } else { false }
    }

    @Test(arguments: RetryRow.all) func eachRowOfTheTableHolds(row: RetryRow) {
        for (kind, expected) in row.columns {
            var machine = RetryMachine(kind)
            let first = step(&machine, row.mishap)
            let second = isAgain(first) ? step(&machine, row.mishap) : nil
            switch expected {
            case .retry:
                #expect(isAgain(first) && second.map(isAgain) == true, "\(kind): \(first)")
                #expect(!isAgain(step(&machine, row.mishap)), "\(kind): a fourth attempt")
            case .once:
                #expect(isAgain(first), "\(kind): \(first)")
                #expect(second == .giveUp(.unknown), "\(kind)")
            case .giveUp(let outcome): #expect(first == .giveUp(outcome), "\(kind)")
            }
        }
    }

    @Test func pausesAreFullJitterOverADoublingTime() {
        let rules = RetryRules()
        #expect(
            (1...6).map { rules.pause(afterAttempt: $0, draw: 1) } == [
                .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8),
            ])
        #expect(rules.pause(afterAttempt: 3, draw: 0.25) == .milliseconds(500))
        #expect(rules.pause(afterAttempt: 60, draw: 0) == .zero)
    }

    @Test func aServersWishIsWaitedForAndNeverUndercut() {
        var machine = RetryMachine(.create)
        #expect(
            step(&machine, RetryRow.status(429, after: 7))
                == .again(after: .seconds(7), isFresh: false))
        #expect(
            step(&machine, RetryRow.status(429, after: 0), draw: 1)
                == .again(after: .seconds(1), isFresh: false))
    }

    @Test func aStaleConnectionIsLeftAtOnceForAFreshOne() {
        var machine = RetryMachine(.read)
        #expect(step(&machine, .stale) == .again(after: .zero, isFresh: true))
    }

    @Test func aPauseThatOutlastsTheCallIsNotBegun() {
        var machine = RetryMachine(.read)
        #expect(
            step(&machine, RetryRow.status(429, after: 5), timeLeft: .seconds(5))
                == .giveUp(.refused))
        var other = RetryMachine(.read)
        #expect(isAgain(step(&other, RetryRow.status(429, after: 5), timeLeft: .seconds(6))))
    }

    @Test func aDeleteThatFindsNothingTheSecondTimeIsDone() {
        var machine = RetryMachine(.idempotent, isDelete: true)
        #expect(isAgain(step(&machine, .broken)))
        #expect(step(&machine, RetryRow.status(404)) == .done)
    }

    @Test func aDeleteThatWasNeverReadIsNotDoneByA404() {
        for mishap in [Mishap.unsent(isTimeout: false), RetryRow.status(429)] {
            var machine = RetryMachine(.idempotent, isDelete: true)
            #expect(isAgain(step(&machine, mishap)))
            #expect(step(&machine, RetryRow.status(404)) == .giveUp(.refused))
        }
    }

    @Test func whatAnEarlierAttemptMayHaveDoneStaysUnknown() {
        var machine = RetryMachine(.idempotent)
        #expect(isAgain(step(&machine, .broken)))
        #expect(isAgain(step(&machine, .unsent(isTimeout: false))))
        #expect(step(&machine, .unsent(isTimeout: false)) == .giveUp(.unknown))
        var read = RetryMachine(.read)
        #expect(isAgain(step(&read, .broken)))
        #expect(step(&read, RetryRow.status(404)) == .giveUp(.refused), "a read has no effect")
    }

    @Test func aBusyServerGetsACreateAgainOnlyWhereThatIsAllowed() {
        var rules = RetryRules()
        rules.repeatsBusyCreates = true
        var machine = RetryMachine(.create, rules: rules)
        #expect(isAgain(step(&machine, RetryRow.status(503, after: 1))))
        #expect(step(&machine, RetryRow.status(503)) == .giveUp(.unknown), "nobody asked for it")
    }

    @Test func oneAttemptMeansOne() {
        var rules = RetryRules()
        rules.attempts = 1
        var machine = RetryMachine(.read, rules: rules)
        #expect(step(&machine, .unsent(isTimeout: false)) == .giveUp(.notSent))
    }

    @Test func twoHundredReadsOfABrokenServiceAreRepeatedOneHundredTimes() {
        let budget = RetryBudget()
        var repeats = 0
        for _ in 0..<200 {
            var machine = RetryMachine(.read)
            while isAgain(step(&machine, RetryRow.status(500), budget: budget)) { repeats += 1 }
        }
        #expect(repeats == 100)
        #expect(budget.remaining == 0)
        budget.deposit()
        #expect(budget.remaining == 1)
    }

    @Test func aRepeatAfterATimeoutCostsTwice() {
        let budget = RetryBudget()
        var machine = RetryMachine(.read)
        _ = step(&machine, .silent, budget: budget)
        #expect(budget.remaining == RetryBudget.capacity - 10)
    }

    @Test func theBudgetNeverHoldsMoreThanItsCapacity() {
        let budget = RetryBudget()
        budget.deposit()
        #expect(budget.remaining == RetryBudget.capacity)
    }

    @Test(arguments: [
        (HTTPMethod.post, "/v2/conversations", Repeatability.create),
        (.post, "/v2/conversations/c1/end", .idempotent),
        (.post, "/v2/documents/d1/recrawl", .create), (.patch, "/v2/personas/p1", .patch),
        (.patch, "/v2/replicas/r1/name", .idempotent), (.patch, "/v2/documents/d1", .idempotent),
        (.delete, "/v2/videos/v1", .idempotent), (.get, "/v2/videos", .read),
        (.post, "/v2/pals/", .create), (.post, "/v2/not/in/the/catalogue", .create),
        (.patch, "/v2/not/known", .patch), (.put, "/v2/not/known", .idempotent),
    ])
    func theCatalogueSaysWhatACallMayDoTwice(
        method: HTTPMethod, path: String, expected: Repeatability
    ) {
        #expect(TavusRequest(method: method, path: path).repeatability == expected)
    }
}
