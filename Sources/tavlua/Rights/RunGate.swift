import Glibc
import LuaHost
import Recipes
import TavusClient
import TavusLua

/// The policies of one run: permissions, the question before something is deleted for good, the budget,
/// and the plan of a dry run. All clients of the run share them.
struct RunGate: Sendable {
    let rights: RunRights
    /// What the script may do; scripts of one's own may do everything.
    let permissions: PermissionsInForce
    /// In a dry run.
    let plan: PlanRecorder?
    private let run: String
    private let ledger: BudgetLedger?

    private init(
        _ outer: RunGate, permissions: PermissionsInForce, ledger: BudgetLedger?
    ) {
        rights = outer.rights
        plan = outer.plan
        run = outer.run
        self.permissions = permissions
        self.ledger = ledger
    }

    /// - Throws: errors of the ledger's database.
    init(_ rights: RunRights, permitted: RecipePermissions) throws {
        self.rights = rights
        permissions = PermissionsInForce(permitted, denied: rights.denied)
        plan = rights.isDryRun ? PlanRecorder() : nil
        run = Self.randomName()
        ledger = try Self.ledger(rights, permissions)
    }

    /// The gate of code that this run calls: the same run, plan and budget, with no more rights than either
    /// has.
    func within(_ header: RecipePermissions) throws -> RunGate {
        let both = permissions.within(header)
        return RunGate(
            self, permissions: both, ledger: try ledger ?? Self.ledger(rights, both))
    }

    private static func ledger(
        _ rights: RunRights, _ permissions: PermissionsInForce
    ) throws -> BudgetLedger? {
        let isLimited = rights.budget != nil || !permissions.permitted.budget.isUnlimited
        return isLimited ? try openLedger(rights) : nil
    }

    /// In the order in which they are asked.
    /// - Parameter asksItself: the prompt puts its own question before it deletes.
    func policies(
        for account: Account, asksItself: Bool, say: @escaping @Sendable (String) -> Void
    ) -> [any GatePolicy] {
        // Also for who may do everything: a recipe may give up a part of that.
        var policies: [any GatePolicy] = [PermissionPolicy(permissions)]
        if let place = rights.grantedFor, place != account.place {
            policies.append(OtherAccount(granted: place))
        }
        if account.target == .live {
            let question = asksItself || rights.isDryRun ? nil : TerminalQuestion(rights)
            policies.append(
                HardDeletes(
                    isAllowed: rights.allowed.operations.allowsHardDelete,
                    isConfirmedElsewhere: asksItself || rights.isDryRun, question: question))
        }
        if let ledger {
            let profile = account.place
            let limits = permissions.permitted.budget.overridden(by: rights.budget ?? .unlimited)
            policies.append(
                BudgetPolicy(
                    limits, ledger: ledger,
                    place: { [run] in
                        BudgetLedger.Place(run: run, profile: profile, day: Self.today)
                    }, say: say))
        }
        if let plan { policies.append(plan) }
        return policies
    }

    /// Where a script's own output goes: in a dry run standard output is the plan's.
    var output: LuaOutput {
        guard plan != nil else { return .standard }
        return .handler { _, bytes in StandardError.write(bytes) }
    }

    /// Ends a run: after a dry one the plan is told.
    /// - Returns: the status to end with.
    func end(with status: Int32, origin: PlanOrigin, isVerbose: Bool) -> Int32 {
        guard let plan else { return status }
        return DryRunReport(plan: plan.plan, rights: rights, isVerbose: isVerbose)
            .end(with: status, origin: origin)
    }

    private static func openLedger(_ rights: RunRights) throws -> BudgetLedger {
        if rights.isDryRun || rights.isTrial { return try BudgetLedger(path: nil) }
        if let why = StateFolder.make() { throw ConfigurationError(.configuration, why) }
        let path = StateFolder.path + "/budget.sqlite"
        // SQLite would make it readable for everybody.
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
        do { return try BudgetLedger(path: path) } catch {
            throw ConfigurationError(
                .configuration, "cannot open the ledger of budgets \(path): \(error)")
        }
    }

    static func randomName() -> String {
        String(UInt64.random(in: 0...UInt64.max), radix: 36)
    }

    /// The day in UTC.
    private static var today: String { String(Self.now.prefix(10)) }

    /// The time in UTC: 2025-11-21T09:14:02Z.
    static var now: String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
