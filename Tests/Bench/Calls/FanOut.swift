import Foundation
import LuaHost

/// 2 000 calls that a server answers after 20 ms, from one Lua script, so many at once.
struct FanOut {
    static let calls = 2_000
    let limit: Int

    /// Rounds up: the last wave is not full.
    var ideal: Double { 0.020 * Double((Self.calls + limit - 1) / limit) }

    var script: LuaSource {
        .text(
            """
            local ids = {}
            for i = 1, \(Self.calls) do ids[i] = i end
            local got = tavus.map(ids, function() return tavus.videos.get("slow").persona_id end,
                { concurrency = \(limit) })
            assert(#got == \(Self.calls) and got[#got] == "p5317866")
            """, chunkName: "=fan-out")
    }

    /// The most memory that this process had at one time, in MB; nil where the system does not tell.
    static var peakMegabytes: Int? {
        guard let status = FileManager.default.contents(atPath: "/proc/self/status"),
            let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
                .first(where: { $0.hasPrefix("VmHWM:") })
        else { return nil }
        return line.split(whereSeparator: \.isWhitespace).dropFirst().first
            .flatMap { Int($0) }.map { $0 / 1024 }
    }
}
