import LuaHost

@testable import REPL

/// What the prompt shows for the values of a Lua expression.
func shown(
    _ expression: String, mode: REPLSettings.DisplayMode = .auto, columns: Int = 80, rows: Int = 200
) async throws -> String {
    let connection = REPLConnection()
    let session = try await LuaHost().session(modules: connection.modules)
    let driver = try await LuaDriver.open(in: session)
    let json = try await driver.show(source: "return \(expression)", mode: mode.rawValue)
    connection.finish()
    _ = await driver.ended()
    await session.close()
    let size = TerminalSize(columns: columns, rows: rows)
    return Inspector(mode: mode, size: size).show(ValueSnapshot.list(json)).text.plain
}
