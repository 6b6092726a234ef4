import Glibc
import Synchronization

/// Memory of the process, in bytes, as the kernel counts it.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let fields = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self
    )
    .split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
}

/// What was measured, and whether it stayed within its bounds.
final class Report: Sendable {
    private let violations = Mutex(0)
    var isClean: Bool { violations.withLock { $0 == 0 } }

    /// - Parameter most: from a measurement, times one and a half.
    func note(_ what: String, _ value: Int, most: Int, unit: String = "") {
        let isFine = value <= most
        if !isFine { violations.withLock { $0 += 1 } }
        print("  \(isFine ? "ok  " : "FAIL") \(what): \(value)\(unit) (at most \(most))")
    }

    func noteGrowth(_ what: String, from start: Int, most: Int) {
        note(what, (residentBytes() - start) >> 10, most: most, unit: " KiB")
    }
}

/// Counts objects alive, so that a skipped release shows.
final class Canary: Sendable {
    private static let living = Atomic(0)
    static var count: Int { living.load(ordering: .sequentiallyConsistent) }

    init() { Self.living.add(1, ordering: .sequentiallyConsistent) }
    deinit { Self.living.subtract(1, ordering: .sequentiallyConsistent) }

    /// Returns when none is alive, or after five seconds: a Swift task lets go of its error a moment
    /// after it ended.
    static func settle() async throws {
        for _ in 0..<500 where count > 0 { try await Task.sleep(for: .milliseconds(10)) }
    }
}

/// Where calls wait until so many do.
final class Gate: Sendable {
    private struct State {
        var missing = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())
    /// What `residentBytes` said when the gate opened.
    let residentAtOpening = Atomic(0)

    func close(until count: Int) { state.withLock { $0.missing = count } }

    func wait() async {
        await withCheckedContinuation { waiter in
            let released = state.withLock { state in
                state.waiters.append(waiter)
                state.missing -= 1
                if state.missing > 0 { return [CheckedContinuation<Void, Never>]() }
                defer { state.waiters = [] }
                return state.waiters
            }
            if released.isEmpty { return }
            residentAtOpening.store(residentBytes(), ordering: .relaxed)
            for waiter in released { waiter.resume() }
        }
    }
}
