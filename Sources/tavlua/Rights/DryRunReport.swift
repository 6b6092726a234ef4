import JSONValue
import LuaHost
import Recipes
import TavusClient

/// What a dry run ends with: the plan on standard output, and in a file where one was named.
struct DryRunReport {
    let plan: Plan
    let rights: RunRights
    let isVerbose: Bool

    /// - Parameters:
    ///   - status: of the script.
    ///   - origin: what the plan was made from.
    /// - Returns: the status to end with.
    func end(with status: Int32, origin: PlanOrigin) -> Int32 {
        if rights.printsJSON {
            print(JSONValue.object(plan.json).hidingSecrets().value.serialized(.pretty))
        } else {
            if isVerbose { for line in plan.listing { print(line) } }
            print(plan.text)
        }
        guard status == ExitStatus.success else { return status }
        if let path = rights.planPath {
            let file = PlanFile(
                id: RunGate.randomName(), madeAt: RunGate.now, origin: origin, plan: plan)
            do throws(ConfigurationError) {
                try PrivateFile.write(
                    file.json.serialized(.pretty) + "\n", to: WorkingFolder.absolute(path),
                    what: "the plan", replaces: true)
            } catch {
                return ErrorReport(isVerbose: false).print(error)
            }
        }
        return rights.showsChangesInStatus && !plan.calls.isEmpty
            ? ExitStatus.changesPending : status
    }
}
