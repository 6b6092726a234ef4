import Glibc
import Recipes
import Synchronization
import TavusClient

/// The ledger of one run, opened when something of it is limited: by its own budget or by that of a recipe
/// that it calls. What all of them use is counted together.
final class RunLedger: Sendable {
    private let rights: RunRights
    private let ledger = Mutex<BudgetLedger?>(nil)

    init(_ rights: RunRights) { self.rights = rights }

    /// - Throws: ``ConfigurationError`` for a file that cannot be opened.
    func opened() throws -> BudgetLedger {
        try ledger.withLock { ledger in
            if let ledger { return ledger }
            let opened = try Self.open(rights)
            ledger = opened
            return opened
        }
    }

    private static func open(_ rights: RunRights) throws -> BudgetLedger {
        if rights.isDryRun || rights.isTrial { return try BudgetLedger(path: nil) }
        if let why = StateFolder.make() { throw ConfigurationError(.configuration, why) }
        let path = StateFolder.path + "/budget.sqlite"
        // SQLite would make it readable for everybody.
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
        do { return try BudgetLedger(path: path) } catch {
            throw ConfigurationError(
                .configuration, "cannot open the ledger of budgets \(path): \(error)")
        }
    }
}
