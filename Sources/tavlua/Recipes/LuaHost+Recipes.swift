import JSONValue
import LuaHost
import Recipes

extension LuaHost {
    /// Runs a recipe in a session of its own, which is closed however that ends.
    func result(
        of run: RecipeRun, modules: [LuaModule], grants: LuaGrants
    ) async throws -> JSONValue? {
        let session = try await session(modules: modules + run.modules, grants: grants)
        let result: Result<JSONValue?, any Error>
        do { result = .success(try await run.result(in: session)) } catch {
            result = .failure(error)
        }
        await session.close()
        return try result.get()
    }
}
