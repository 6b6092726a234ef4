import Glibc
import LuaHost
import Recipes
import TavusClient
import TavusLua

/// The policies of one run: permissions, the question before something is deleted for good, the budget,
/// and the plan of a dry run. All clients of the run share them.
struct RunGate: Sendable {
    private(set) var rights: RunRights
    /// What the script may do; scripts of one's own may do everything.
    private(set) var permissions: PermissionsInForce
    /// In a dry run.
    let plan: PlanRecorder?
    private let run: String
    private let ledgers: RunLedger
    /// Where something is limited.
    private var ledger: BudgetLedger?

    /// The gate of code that this run calls: the same run, plan and budget.
    ///
    /// - Parameters:
    ///   - header: what the code may do as far as this run may, too.
    ///   - account: the one place that the code may use; nil leaves it to its caller.
    /// - Throws: errors of the ledger's database.
    init(inside outer: RunGate, header: RecipePermissions, account: String?) throws {
        self = outer
        // `{rows}` of one header is another file than that of another: what only the arguments of a caller
        // name is not for those that it calls.
        let may = outer.permissions.permitted
        let isFree = may.read == .all && may.write == .all
        permissions = outer.permissions.within(isFree ? header : header.withoutParameters)
        rights.grantedFor = outer.rights.grantedFor ?? account
        ledger = isLimited ? try ledgers.opened() : nil
    }

    /// - Throws: errors of the ledger's database.
    init(_ rights: RunRights, permitted: RecipePermissions) throws {
        self.rights = rights
        permissions = PermissionsInForce(permitted, denied: rights.denied)
        plan = rights.isDryRun ? PlanRecorder() : nil
        run = Self.randomName()
        ledgers = RunLedger(rights)
        ledger = isLimited ? try ledgers.opened() : nil
    }

    private var isLimited: Bool {
        rights.budget != nil || !permissions.permitted.budget.isUnlimited
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
        plan == nil ? .standard : .standardError
    }

    /// Ends a run: after a dry one the plan is told.
    /// - Returns: the status to end with.
    func end(with status: Int32, origin: PlanOrigin, isVerbose: Bool) -> Int32 {
        guard let plan else { return status }
        return DryRunReport(plan: plan.plan, rights: rights, isVerbose: isVerbose)
            .end(with: status, origin: origin)
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
