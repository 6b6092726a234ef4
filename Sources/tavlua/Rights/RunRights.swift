import ArgumentParser
import Recipes

/// What a user says about the rights of a run, as it was typed.
struct RunRights: Sendable {
    var flags: PermissionFlags?
    var budget: Budget?
    var isDryRun = false
    var planPath: String?
    var showsChangesInStatus = false
    /// Nobody is asked anything.
    var noInput = false
    /// The plan of a dry run as JSON.
    var printsJSON = false
    /// Budgets are those of this run alone: nothing is counted for the day.
    var isTrial = false
    /// The one account that a recipe of others may use; nil for one's own code.
    var grantedFor: String?

    var allowed: RecipePermissions { flags?.allowed ?? .none }
    var denied: Denials { flags?.denied ?? Denials() }
}

/// The options about the rights of a run.
struct RightsOptions: ParsableArguments {
    @Option(
        name: .customLong("allow"),
        help: ArgumentHelp(
            "Grant it: operations=videos.create,read, hosts=…, read=…, write=…, env=…, secrets=…,"
                + " listen, hard-delete.", valueName: "kind[=list]"))
    var allow: [String] = []

    @Option(
        name: .customLong("deny"),
        help: ArgumentHelp("Deny it, whatever else is granted.", valueName: "kind[=list]"))
    var deny: [String] = []

    @Flag(name: .customLong("read-only"), help: "Send nothing that has an effect.")
    var isReadOnly = false

    @Flag(name: .customLong("no-delete"), help: "Send nothing that deletes.")
    var forbidsDelete = false

    @Option(
        name: .customLong("budget"),
        help: ArgumentHelp(
            "The most that may be created: conversations=10,videos=50,minutes=120,requests=5000,"
                + "per_day.videos=200.", valueName: "limits"))
    var budget: [String] = []

    @Flag(
        name: .customLong("dry-run"),
        help: "Only read, and print what would be changed; the script's own output goes to stderr.")
    var isDryRun = false

    @Option(
        name: .customLong("plan-out"),
        help: ArgumentHelp(
            "Like --dry-run, and write the plan to a file for tavlua apply.", valueName: "file"))
    var planPath: String?

    @Flag(
        name: .customLong("detailed-exitcode"),
        help: "End a dry run with 3 where something would be changed.")
    var showsChangesInStatus = false

    var isPlanning: Bool { isDryRun || planPath != nil }

    /// As ``validate()`` has found them.
    var rights: RunRights {
        do { return try parsed() } catch {
            preconditionFailure("the parser validates options before it gives them out: \(error)")
        }
    }

    private func parsed() throws -> RunRights {
        RunRights(
            flags: try flags(),
            budget: try Self.budget(budget), isDryRun: isPlanning,
            planPath: planPath, showsChangesInStatus: showsChangesInStatus)
    }

    private func flags() throws -> PermissionFlags? {
        guard !allow.isEmpty || !deny.isEmpty || isReadOnly || forbidsDelete else { return nil }
        return try PermissionFlags(
            allow: allow, deny: deny, isReadOnly: isReadOnly, forbidsDelete: forbidsDelete)
    }

    /// Later ones win.
    private static func budget(_ texts: [String]) throws -> Budget? {
        guard !texts.isEmpty else { return nil }
        return try texts.reduce(Budget.unlimited) { $0.overridden(by: try Budget(flag: $1)) }
    }

    func validate() throws {
        do { _ = try parsed() } catch let problem as PermissionProblem {
            throw ValidationError(problem.description)
        }
        if showsChangesInStatus && !isPlanning {
            throw ValidationError("--detailed-exitcode goes with --dry-run or --plan-out.")
        }
    }
}
