// Prices orders by rules that are written in Lua: `swift run orders rules.lua`.
//
// The rules get one function of this program, `stock.level`, and give back one of their own, `price`,
// which is then called for several orders at once. They run with limits, and their output is streamed.
import LuaHost

struct Order: LuaCodable {
    var sku: String
    var count: Int
}

struct Quote: LuaCodable {
    var total: Double
    var note: String?
}

/// Stands for a database.
actor Warehouse {
    private var levels = ["A1": 12, "B2": 0]

    func level(of sku: String) async throws -> Int {
        await Task.yield()
        guard let level = levels[sku] else { throw UnknownArticle(sku: sku) }
        return level
    }
}

struct UnknownArticle: Error, LuaConvertibleError {
    let sku: String
    var luaMessage: String { "there is no article \(sku)" }
    var luaFields: [(String, LuaValue)] { [("code", "not_found"), ("sku", .string(sku))] }
}

let warehouse = Warehouse()
let host = LuaHost(
    limits: LuaLimits(memory: .mib(64), wallClock: .seconds(5)), output: .stream())
let session = try await host.session(modules: [
    LuaModule("stock", isGlobal: true) {
        LuaFunction("level") { (sku: String) async throws in try await warehouse.level(of: sku) }
    }
])
async let log = session.output.reduce(into: "") { $0 += "rules: " + $1.text }

do {
    try await session.run(.file(CommandLine.arguments.dropFirst().first ?? "rules.lua"))
    let price: LuaFunctionRef = try await session.global("price")
    let orders = [
        Order(sku: "A1", count: 3), Order(sku: "B2", count: 1), Order(sku: "C3", count: 1),
    ]
    let lines = try await withThrowingTaskGroup(of: (String, String).self) { group in
        for order in orders {
            group.addTask {
                do {
                    let quote: Quote = try await price.call(order).value()
                    return (order.sku, "\(quote.total) \(quote.note ?? "")")
                } catch let error as ScriptError where error.cause is UnknownArticle {
                    return (order.sku, "refused: \(error.message)")
                }
            }
        }
        var lines: [String: String] = [:]
        for try await (sku, line) in group { lines[sku] = line }
        return lines
    }
    for (sku, line) in lines.sorted(by: { $0.key < $1.key }) { print(sku, line) }
} catch let error as ScriptError {
    print("the rules failed:", error)
}
await session.close()
print(await log, terminator: "")
