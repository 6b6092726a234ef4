import JSONValue
import Synchronization
import TavusAPI
import TavusClient

/// The gate's part of a budget: what a call may cost is reserved before the call is sent.
///
/// A call that certainly was not done gives its part back; one of unknown outcome keeps it. Minutes of
/// a conversation that this run ends become those that it took.
public final class BudgetPolicy: GatePolicy {
    private struct Call {
        let reservation: BudgetLedger.Reservation
        let began = ContinuousClock.now
    }

    private struct State {
        /// By the task that sends: one sends one call at a time.
        var underWay: [Int: Call] = [:]
        var conversations: [String: Call] = [:]
        var warned: Set<String> = []
    }

    private let ledger: BudgetLedger
    private let budget: Budget
    private let place: @Sendable () -> BudgetLedger.Place
    private let say: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - place: asked for each call: a run may go on past midnight.
    ///   - say: hears once of each limit that it is used to four fifths.
    public init(
        _ budget: Budget, ledger: BudgetLedger, place: @escaping @Sendable () -> BudgetLedger.Place,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.budget = budget
        self.ledger = ledger
        self.place = place
        self.say = say
    }

    public func admit(_ request: TavusRequest) async throws(TavusError) {
        let reservation: BudgetLedger.Reservation
        do {
            reservation = try await ledger.reserve(
                CallCost(of: request), within: budget, at: place())
        } catch let shortage as BudgetShortage {
            throw TavusError(
                notSending: request, code: .budgetExceeded, message: shortage.message,
                facts: shortage.facts)
        } catch {
            throw TavusError(
                notSending: request, code: .failed,
                message: "not sent: the ledger of budgets cannot be written:"
                    + " \(DisplayText.safe("\(error)", limit: 200))")
        }
        state.withLock { $0.underWay[Self.sender] = Call(reservation: reservation) }
        for level in reservation.levels { warn(of: level) }
    }

    private func warn(of level: BudgetLedger.Level) {
        guard level.used * 5 >= level.limit * 4 else { return }
        let words = level.kind.name.replacing("_", with: " ")
        let isFirst = state.withLock {
            $0.warned.insert("\(level.span.rawValue) \(level.kind.name)").inserted
        }
        guard isFirst else { return }
        say(
            "budget: \(level.kind.shown(level.used)) of \(level.kind.shown(level.limit)) \(words)"
                + " \(level.span == .run ? "of this run" : "of this day") used")
    }

    public func record(_ request: TavusRequest, _ result: Result<TavusAnswer, TavusError>) async {
        guard let call = state.withLock({ $0.underWay.removeValue(forKey: Self.sender) }) else {
            return
        }
        do {
            switch result {
            case .success(let answer):
                try await ledger.settle(call.reservation)
                remember(call, request, answer)
                try await shorten(request)
            case .failure(let error) where error.outcome == .notSent || error.outcome == .refused:
                try await ledger.release(call.reservation)
            case .failure:
                break  // It may have been done: what was reserved stays used.
            }
        } catch {
            say("budget: the ledger cannot be written: \(DisplayText.safe("\(error)", limit: 200))")
        }
    }

    /// Keeps what a conversation has reserved, to be shortened when it ends.
    private func remember(_ call: Call, _ request: TavusRequest, _ answer: TavusAnswer) {
        guard request.knownOperation?.made == "conversations", answer.attempts > 0,
            let id = Self.member("conversation_id", of: answer)
        else { return }
        state.withLock { $0.conversations[id] = call }
    }

    private func shorten(_ request: TavusRequest) async throws {
        guard request.knownOperation?.id == "conversations.end",
            let id = Catalogue.match(method: request.method, path: request.path)?.ids.first,
            let call = state.withLock({ $0.conversations.removeValue(forKey: id) })
        else { return }
        let taken = (ContinuousClock.now - call.began).components
        try await ledger.shorten(call.reservation, toSeconds: taken.seconds + 1)
    }

    private static func member(_ name: String, of answer: TavusAnswer) -> String? {
        do { return try JSONValue(parsing: answer.body)[name]?.stringValue } catch { return nil }
    }

    private static var sender: Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }
}
