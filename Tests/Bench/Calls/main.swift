// Times calls from Lua against the same calls without Lua, interleaved in one process, over warm
// connections to a server in this process. Prints ratios of medians; run it by scripts/bench.

import AsyncHTTPClient
import JSONValue
import LuaHost
import NIOCore
import TavusAPI
import TavusClient
import TavusLua

let server = try await FixedServer.start()
let base = "http://127.0.0.1:\(server.port)"

var settings = HTTPClient.Configuration()
settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
let plain = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
let client = TavusClient(
    ClientConfiguration(target: .live) { try TavusEndpoint(baseURL: base, key: APIKey("bench")) })
let session = try await LuaHost().session(
    modules: TavusModule(client: client, clock: { 0 }).modules)

func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    let passed = (ContinuousClock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func report(_ name: String, _ ratio: Double, _ detail: String) {
    print("\(name)\t\((ratio * 1000).rounded() / 1000)\t\(detail)")
}

/// One GET and the decoding of its body, by async-http-client alone.
func plainCall(_ path: String) async throws {
    let request = HTTPClientRequest(url: base + path)
    let answer = try await plain.execute(request, timeout: .seconds(10))
    let body = try await answer.body.collect(upTo: 1 << 20)
    _ = try JSONValue(parsing: Array(body.readableBytesView))
}

let calls = 500
var direct: [Double] = []
var gate: [Double] = []
var lua: [Double] = []
let get = try required(Catalogue.operation("personas.get"))
let request = try get.request(ids: ["p5317866"], fields: nil)
for round in 0..<9 {
    let a = try await seconds {
        for _ in 0..<calls { try await plainCall("/v2/personas/p5317866") }
    }
    let b = try await seconds {
        for _ in 0..<calls { _ = try JSONValue(parsing: try await client.send(request).body) }
    }
    let c = try await seconds {
        _ = try await session.run(
            .text("for _ = 1, \(calls) do tavus.personas.get('p5317866') end", chunkName: "=bench"))
    }
    if round > 0 {
        direct.append(a)
        gate.append(b)
        lua.append(c)
    }
}
let microseconds = { (total: Double) in Int(total / Double(calls) * 1e6) }
report(
    "blocking call / async-http-client + decode", median(zip(lua, direct).map { $0 / $1 }),
    "\(microseconds(median(lua))) us against \(microseconds(median(direct))) us")
report(
    "gate alone / async-http-client + decode", median(zip(gate, direct).map { $0 / $1 }),
    "\(microseconds(median(gate))) us")

// 64 calls of 20 ms at once: the ideal is 20 ms for each wave. First by async-http-client alone.
var bursts: [Double] = []
for round in 0..<9 {
    let time = try await seconds {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 { group.addTask { try await plainCall("/v2/videos/slow") } }
            try await group.waitForAll()
        }
    }
    if round > 0 { bursts.append(time) }
}
report(
    "async-http-client, 64 at once / ideal", median(bursts) / 0.020,
    "\((median(bursts) * 10000).rounded() / 10) ms")

for limit in [64, 16] {
    var times: [Double] = []
    for round in 0..<9 {
        let time = try await seconds {
            _ = try await session.run(
                .text(
                    """
                    local calls = {}
                    for i = 1, 64 do
                        calls[i] = function() return tavus.videos.get("slow") end
                    end
                    tavus.all(calls, { concurrency = \(limit) })
                    """, chunkName: "=bench"))
        }
        if round > 0 { times.append(time) }
    }
    let ideal = 0.020 * Double((64 + limit - 1) / limit)
    report(
        "tavus.all of 64, \(limit) at once / ideal", median(times) / ideal,
        "\((median(times) * 10000).rounded() / 10) ms against \(ideal * 1000) ms")
}

for limit in [16, 64, 256] {
    let fanOut = FanOut(limit: limit)
    var times: [Double] = []
    for round in 0..<4 {
        let time = try await seconds { _ = try await session.run(fanOut.script) }
        if round > 0 { times.append(time) }
    }
    report(
        "tavus.map of \(FanOut.calls), \(limit) at once / ideal", median(times) / fanOut.ideal,
        "\((median(times) * 1000).rounded()) ms against \((fanOut.ideal * 1000).rounded()) ms,"
            + " peak \(FanOut.peakMegabytes ?? 0) MB with the server")
}

await session.close()
await client.close()
try await plain.shutdown().get()
try await server.stop()

func required<T>(_ value: T?) throws -> T {
    guard let value else { throw CancellationError() }
    return value
}
