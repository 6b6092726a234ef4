// What the host's own work costs: calls, errors, sessions. `scripts/bench` runs it.
import Glibc
import LuaHost

struct NotFound: Error, LuaConvertibleError {
    var luaMessage: String { "no such thing" }
    var luaFields: [(String, LuaValue)] { [("code", "not_found"), ("status", 404)] }
}

let functions = LuaModule(
    "host",
    functions: [
        LuaFunction("nothing") { () -> Void in },
        LuaFunction("add") { (a: Int, b: Int) in a &+ b },
        LuaFunction("echo") { (text: LuaString) in text },
        LuaFunction("fail") { () throws -> Void in throw NotFound() },
    ])
let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 2 else {
    print("usage: bench-host SCRIPT FOLDER-OF-THE-C-MODULE")
    exit(64)
}
let session = try await LuaHost().session(modules: [functions])
try await session.run("package.cpath = ... .. '/?.so'", arguments[1])
try await session.run(.file(arguments[0]))
await session.close()
