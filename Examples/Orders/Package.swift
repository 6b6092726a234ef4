// swift-tools-version: 6.2
import PackageDescription

// A program that embeds the Lua host and nothing else of tavlua.
let package = Package(
    name: "orders",
    dependencies: [.package(name: "tavlua", path: "../..")],
    targets: [
        .executableTarget(
            name: "orders", dependencies: [.product(name: "LuaHost", package: "tavlua")],
            swiftSettings: [.treatAllWarnings(as: .error)])
    ],
    swiftLanguageModes: [.v6]
)
