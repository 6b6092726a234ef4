// What the host's own work costs: `bench-host calls SCRIPT FOLDER-OF-THE-C-MODULE`,
// `bench-host sessions N` (microseconds each), `bench-host run SCRIPT`. Tests/Bench/host runs it.
import Glibc
import LuaHost

struct NotFound: Error, LuaConvertibleError {
    var luaMessage: String { "no such thing" }
    var luaFields: [(String, LuaValue)] { [("code", "not_found"), ("status", 404)] }
}

let functions = LuaModule("host") {
    LuaFunction("nothing") { () -> Void in }
    LuaFunction("add") { (a: Int, b: Int) in a &+ b }
    LuaFunction("echo") { (text: LuaString) in text }
    LuaFunction("fail") { () throws -> Void in throw NotFound() }
}

func compareCalls(_ script: String, _ folder: String) async throws {
    let session = try await LuaHost().session(modules: [functions])
    try await session.run("package.cpath = ... .. '/?.so'", folder)
    try await session.run(.file(script))
    await session.close()
}

/// Until Lua is ready; closing is not counted.
func openSessions(_ count: Int) async throws {
    var spent = Duration.zero
    for _ in 0..<count {
        let start = ContinuousClock.now
        let session = try await LuaHost().session(modules: [functions])
        spent += .now - start
        await session.close()
    }
    let (seconds, attoseconds) = spent.components
    print((Double(seconds) * 1e6 + Double(attoseconds) / 1e12) / Double(count))
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("calls", 3): try await compareCalls(arguments[1], arguments[2])
case ("sessions", 2): try await openSessions(Int(arguments[1]) ?? 1)
case ("run", 2): try await LuaHost().run(.file(arguments[1]))
default:
    print("usage: bench-host calls SCRIPT FOLDER | sessions N | run SCRIPT")
    exit(64)
}
