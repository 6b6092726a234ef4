import LuaHost

@testable import REPL

/// Snapshots of the values of a Lua expression.
func snapshots(
    _ expression: String, mode: REPLSettings.DisplayMode = .auto
) async throws -> [ValueSnapshot] {
    let connection = REPLConnection()
    let session = try await LuaHost().session(modules: connection.modules)
    let driver = try await LuaDriver.open(in: session)
    let json = try await driver.show(source: "return \(expression)", mode: mode.rawValue)
    connection.finish()
    _ = await driver.ended()
    await session.close()
    return ValueSnapshot.list(json)
}

/// What the prompt shows for the values of a Lua expression.
func shown(
    _ expression: String, mode: REPLSettings.DisplayMode = .auto, columns: Int = 80, rows: Int = 200
) async throws -> String {
    let size = TerminalSize(columns: columns, rows: rows)
    let values = try await snapshots(expression, mode: mode)
    return Inspector(mode: mode, size: size).show(values).text.plain
}
