// What only shows after a while: memory that stays, calls that get lost. `scripts/soak` runs it.
import Glibc

let isQuick = CommandLine.arguments.dropFirst() == ["--quick"]
guard isQuick || CommandLine.arguments.count == 1 else {
    print("usage: soak-host [--quick]")
    exit(64)
}
let report = Report()
let soak = Soak(report: report, divisor: isQuick ? 10 : 1)
let parts: [(String, () async throws -> Void)] = [
    ("tasks in flight, ten times", soak.tasksInFlight),
    ("errors, synchronous and not", soak.errors),
    ("sessions, interrupted from four threads", soak.sessions),
    ("one function called from eight tasks", soak.handles),
    ("tables both ways", soak.tables),
    ("output with a slow reader", soak.output),
]
for (name, run) in parts {
    let start = ContinuousClock.now
    print("soak: \(name)")
    fflush(nil)
    try await run()
    print("  \(ContinuousClock.now - start)")
}
print(report.isClean ? "soak: within all bounds" : "soak: out of bounds")
exit(report.isClean ? 0 : 1)
