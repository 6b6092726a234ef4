// swift-tools-version: 6.2
import PackageDescription

// `TAVLUA_ONLY="CJSON LuaShim LuaHost"` keeps those targets, their tests and no others: sanitizer runs
// and quick loops on one room then build neither NIO nor SQLite.
let only = Context.environment["TAVLUA_ONLY"].map { Set($0.split(separator: " ").map(String.init)) }

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

func room(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
    -> Target
{
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
        resources: resources, swiftSettings: strict)
}

let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")

let allTargets: [Target] = [
    .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
    .target(name: "CJSON"),
    .target(name: "LuaShim", dependencies: ["CLua", "CJSON"]),
    .executableTarget(
        name: "lua-worker", dependencies: ["LuaShim"], linkerSettings: [.linkedLibrary("m")]),
    room("JSONValue", ["CJSON"]),
    room("LuaHost", ["LuaShim", "JSONValue"]),
    room("TavusAPI", ["JSONValue"]),
    room(
        "TavusClient",
        ["TavusAPI", "JSONValue", httpClient, logging, nioCore, nioPosix, nioHTTP1, nioSSL]),
    room(
        "TavusEmulator",
        [
            "TavusAPI", "JSONValue", logging, nioCore, nioPosix, nioHTTP1, httpClient,
            .product(name: "GRDB", package: "GRDB.swift"),
        ]),
    room("TavusLua", ["LuaHost", "TavusClient", "TavusAPI", "JSONValue"], exclude: ["Lua"]),
    room(
        "ScriptModules",
        [
            "LuaHost", "TavusClient", "TavusAPI", "JSONValue",
            .product(name: "Yams", package: "Yams"),
        ], exclude: ["Lua"]),
    room(
        "Recipes",
        [
            "ScriptModules", "TavusLua", "LuaHost", "TavusClient", "TavusAPI", "JSONValue", "CZlib",
            .product(name: "TOMLKit", package: "TOMLKit"),
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "GRDB", package: "GRDB.swift"),
        ], exclude: ["Lua"]),
    room("LuaSpecs", ["LuaHost", "JSONValue"], exclude: ["Lua"]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "EditlineShim", linkerSettings: [.linkedLibrary("dl")]),
    room("REPL", ["EditlineShim", "LuaHost", "TavusAPI", "JSONValue"], exclude: ["Lua"]),
    .executableTarget(
        name: "tavlua",
        dependencies: [
            "REPL", "LuaSpecs", "Recipes", "ScriptModules", "TavusLua", "TavusEmulator",
            "TavusClient", "TavusAPI", "LuaHost", "JSONValue",
            .product(name: "ArgumentParser", package: "swift-argument-parser"), logging,
            .product(name: "TOMLKit", package: "TOMLKit"),
        ],
        exclude: ["Lua"],
        // Async functions stay on the caller's thread: a start without calls needs no other one.
        swiftSettings: strict + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
    .executableTarget(
        name: "bench-calls",
        dependencies: [
            "TavusLua", "TavusClient", "TavusAPI", "LuaHost", "JSONValue", httpClient, nioCore,
            nioPosix, nioHTTP1,
        ],
        path: "Tests/Bench/Calls", swiftSettings: strict),
    .executableTarget(
        name: "bench-host", dependencies: ["LuaHost"], path: "Tests/Bench/Host",
        exclude: ["binding.c", "host.lua", "loop.lua", "plain.c"], swiftSettings: strict),
    .executableTarget(
        name: "bench-prompt", dependencies: ["TerminalHarness"], path: "Tests/Bench/Prompt",
        swiftSettings: strict),
    .executableTarget(
        name: "fuzz-client",
        dependencies: ["TavusClient", "TavusAPI", "JSONValue", nioCore, nioHTTP1],
        path: "Tests/Fuzz/Client", swiftSettings: strict),
    .executableTarget(
        name: "soak-host", dependencies: ["LuaHost"], path: "Tests/Soak/Host",
        swiftSettings: strict),
    tests("JSONValue", []),
    tests("LuaHost", ["JSONValue", "lua-worker", "lying-worker"]),
    .executableTarget(
        name: "lying-worker", dependencies: ["LuaShim"], path: "Tests/LyingWorker",
        linkerSettings: [.linkedLibrary("m")]),
    tests("TavusAPI", ["JSONValue"]),
    tests("TavusClient", ["TavusAPI", "JSONValue", logging, nioCore, nioPosix, nioHTTP1]),
    tests(
        "TavusEmulator",
        [
            "JSONValue", "TavusAPI", nioCore, nioPosix,
            .product(name: "GRDB", package: "GRDB.swift"),
        ], resources: [.copy("RawHTTP")]),
    tests("TavusLua", ["TavusEmulator", "TavusClient", "LuaHost", "JSONValue"]),
    tests("ScriptModules", ["TavusAPI", "LuaHost", "JSONValue"]),
    tests("LuaSpecs", ["LuaHost", "JSONValue"]),
    tests(
        "Recipes",
        ["TavusEmulator", "TavusLua", "TavusClient", "TavusAPI", "LuaHost", "JSONValue"]),
    .executableTarget(
        name: "line-reader", dependencies: ["REPL"], path: "Tests/LineReader",
        swiftSettings: strict),
    tests("REPL", ["line-reader", "TerminalHarness"]),
    .target(name: "TerminalShim", path: "Tests/TerminalShim"),
    .target(
        name: "TerminalHarness", dependencies: ["TerminalShim"], path: "Tests/TerminalHarness",
        swiftSettings: strict),
    tests("TerminalHarness", []),
    tests("tavlua", ["TerminalHarness"]),
]

func isKept(_ target: Target) -> Bool {
    guard let only else { return true }
    let subject = target.type == .test ? String(target.name.dropLast("Tests".count)) : target.name
    let isWorker = target.name.hasSuffix("-worker") && only.contains("LuaHost")
    let isReader =
        ["line-reader", "TerminalHarness", "TerminalShim"].contains(target.name)
        && only.contains("REPL")
    return only.contains(subject) || target.type == .system || isWorker || isReader
}

let products: [Product] = [
    .executable(name: "tavlua", targets: ["tavlua"]),
    .library(name: "LuaHost", targets: ["LuaHost"]),
    .executable(name: "lua-worker", targets: ["lua-worker"]),
    .library(name: "TavusLua", targets: ["TavusLua"]),
    .library(name: "TavusEmulator", targets: ["TavusEmulator"]),
]

let needsNetwork = only.map { !$0.isDisjoint(with: ["TavusClient", "TavusEmulator"]) } ?? true

let package = Package(
    name: "tavlua",
    products: products.filter { only?.contains($0.name) ?? true },
    dependencies: needsNetwork
        ? [
            .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
            .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
            .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
            .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
            .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
            .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
            .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
            .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
            .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        ] : [],
    targets: allTargets.filter(isKept),
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11
)
