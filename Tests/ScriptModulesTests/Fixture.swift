import Foundation
import JSONValue
import LuaHost
import ScriptModules
import Testing

/// Sessions that have the modules and nothing else.
enum Fixture {
    static func session(
        _ profile: LuaProfile = .recipe, grants: LuaGrants = .none,
        log: @escaping @Sendable (LogEntry) -> Void = { _ in }
    ) async throws -> LuaSession {
        try await LuaHost(profile: profile).session(
            modules: [
                CSVModule.module, YAMLModule.module, FilesModule.module,
                HTTPModule.module(environment: [:], version: "test"), LogModule.module(write: log),
            ], grants: grants)
    }

    /// What a script returns, as JSON.
    static func value(_ script: String, _ arguments: String..., grants: LuaGrants = .none)
        async throws -> JSONValue
    {
        let session = try await session(grants: grants)
        let code = "local v = (function(...) \(script) end)(...) return require('json').encode(v)"
        let text: String = try await session.run(
            .text(code, chunkName: "=test"), arguments: arguments
        ).value()
        await session.close()
        return try JSONValue(parsing: Array(text.utf8))
    }

    /// The code and the text of the error that a script ends with.
    static func failure(_ script: String, _ arguments: String..., grants: LuaGrants = .none)
        async throws -> String
    {
        let session = try await session(grants: grants)
        let code =
            "local ok, e = pcall(function(...) \(script) end, ...) return (e.code or '?') .. ' ' .. tostring(e)"
        let text: String = try await session.run(
            .text(code, chunkName: "=test"), arguments: arguments
        ).value()
        await session.close()
        return text
    }
}

/// A folder that is removed with its content.
struct Scratch: ~Copyable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "tavlua-modules-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left: \(error)") }
    }
}
