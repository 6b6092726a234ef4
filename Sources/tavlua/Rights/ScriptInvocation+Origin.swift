import LuaHost
import Recipes

extension ScriptInvocation {
    /// What a plan of this script depends on.
    func origin(account: String) -> PlanOrigin {
        switch source {
        case .file(let path):
            PlanOrigin(scriptAt: path, arguments: arguments, account: account)
        case .text(let text, _):
            PlanOrigin(code: text, arguments: arguments, account: account)
        case .bytes, .standardInput:
            // It cannot be read twice, so it cannot have changed either.
            PlanOrigin(code: "", arguments: arguments, account: account)
        }
    }
}
