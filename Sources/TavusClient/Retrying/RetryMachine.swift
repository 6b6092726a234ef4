import TavusAPI

/// Decides after each attempt at a call whether there is another one. It sends nothing and waits for
/// nothing.
///
/// | attempt ended                     | read   | idempotent | patch | create  |
/// |-----------------------------------|--------|------------|-------|---------|
/// | unsent                            | again  | again      | again | again   |
/// | on a stale connection             | once   | once       | no    | no      |
/// | broken                            | again  | again      | no    | no      |
/// | silent                            | once   | no         | no    | no      |
/// | 429, and 503 with `Retry-After`   | again  | again      | 429   | 429     |
/// | 408 and other 5xx                 | again  | again      | no    | no      |
/// | anything else                     | no     | no         | no    | no      |
///
/// So what may have been done is sent again only where twice is no more than once.
struct RetryMachine: Sendable {
    enum Step: Sendable, Equatable {
        /// What the caller is told about the effect of the whole call.
        case giveUp(TavusError.Outcome)
        /// A delete whose first attempt was lost, and whose next one finds nothing to delete.
        case done
        /// - isFresh: not on a connection that has served a call before.
        case again(after: Duration, isFresh: Bool)
    }

    let kind: Repeatability
    let isDelete: Bool
    let rules: RetryRules
    /// Attempts that have ended.
    private(set) var attempts = 0
    /// Whether an earlier attempt at a write may have been done.
    private(set) var mayHaveLanded = false
    private var hasBeenStale = false
    private var hasBeenSilent = false

    init(for request: TavusRequest, rules: RetryRules) {
        self.init(request.repeatability, isDelete: request.method == .delete, rules: rules)
    }

    init(_ kind: Repeatability, isDelete: Bool = false, rules: RetryRules = RetryRules()) {
        self.kind = kind
        self.isDelete = isDelete
        self.rules = rules
    }

    private var isWrite: Bool { kind != .read }
    private var isSafeTwice: Bool { kind == .read || kind == .idempotent }

    /// Takes the end of one attempt.
    ///
    /// - Parameters:
    ///   - timeLeft: until the call's total deadline; nil for none.
    ///   - draw: a random number from 0 to 1.
    mutating func next(
        _ mishap: Mishap, timeLeft: Duration?, draw: Double, budget: RetryBudget
    ) -> Step {
        attempts += 1
        if case .answered(_, .notFound, _) = mishap, isDelete, mayHaveLanded { return .done }
        let outcome = outcome(after: mishap)
        guard attempts < rules.attempts, let pause = pause(after: mishap, draw: draw),
            timeLeft.map({ pause < $0 }) ?? true, budget.withdraw(after: mishap)
        else { return .giveUp(outcome) }
        mayHaveLanded = isWrite && outcome == .unknown
        hasBeenStale = hasBeenStale || mishap == .stale
        hasBeenSilent = hasBeenSilent || mishap == .silent
        return .again(after: pause, isFresh: mishap == .stale)
    }

    /// The outcome of the whole call if this attempt was its last.
    func outcome(after mishap: Mishap) -> TavusError.Outcome {
        let last = mishap.outcome(isWrite: isWrite)
        return mayHaveLanded && last != .done ? .unknown : last
    }

    /// How long to wait before the next attempt; nil for none.
    private func pause(after mishap: Mishap, draw: Double) -> Duration? {
        let own = rules.pause(afterAttempt: attempts, draw: draw)
        switch mishap {
        case .unsent: return own
        case .stale: return isSafeTwice && !hasBeenStale ? .zero : nil
        case .broken: return isSafeTwice ? own : nil
        case .silent: return kind == .read && !hasBeenSilent ? own : nil
        case .answered(let status, let code, let wish):
            guard repeats(status, code, hasWish: wish != nil) else { return nil }
            let wish = status == 429 || status == 503 ? wish : nil
            guard let wish else { return own }
            return .seconds(wish) <= rules.maxWait ? max(.seconds(wish), own) : nil
        case .barred, .illegible, .unusable, .cancelled: return nil
        }
    }

    private func repeats(_ status: Int, _ code: ErrorCode, hasWish: Bool) -> Bool {
        switch status {
        // The one answer by which every server says that it did nothing.
        case 429: true
        case 503 where hasWish && kind == .create: rules.repeatsBusyCreates
        case 408: isSafeTwice
        // What a server does not implement it will not have implemented a moment later.
        case 501, 505: false
        default: isSafeTwice && code == .serverError
        }
    }
}
