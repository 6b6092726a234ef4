import Glibc

/// The time that lifecycles run on: wall time plus the offset kept in the data file.
///
/// Nothing ticks. A state is computed when somebody asks for it.
public struct EmulatorClock: Sendable {
    let wallTime: @Sendable () -> Double

    /// - Parameter offset: what `advance` has added so far, in seconds.
    func now(offset: Double) -> Double { wallTime() + offset }

    /// Seconds since 1970 by the system's clock.
    @Sendable public static func systemTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds of a clock that never jumps, for durations in logs.
    static func uptime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// How long things take here.
///
/// Calls run at real time. Training, rendering and document processing are scaled: at the default
/// of 240 the four hours of a replica become one minute, and the ratios stay.
struct Pace: Sendable {
    let speed: Double
    let processingScale: Double

    func call(_ seconds: Double) -> Double { seconds / speed }
    func processing(_ liveSeconds: Double) -> Double { liveSeconds / (processingScale * speed) }
}

/// Durations of the live service, in seconds.
enum LiveDuration {
    // Official verbose example, 2026-05: the replica joins about 4 s after creation.
    static let join = 4.0
    // Replica quickstarts, 2026: phoenix-3 4 to 6 h, phoenix-4 3 to 4 h.
    static let training = 4 * 3600.0
    // A training that fails does so when its footage is checked, early on.
    static let failedTraining = 0.1 * training
    // Knowledge base page, 2026: 5 to 10 minutes.
    static let document = 480.0
    // Official example: 99 s from create to ready, 130 s to error, the first of it in the queue.
    static let videoQueue = 30.0
    static let videoReady = 99.0
    static let videoError = 130.0
    // Webhook page, 2025: the transcript 2 ms after the shutdown, the analysis 3 minutes after.
    static let transcript = 0.002
    static let recording = 60.0
    static let perception = 180.0
    // Recrawl answers 429 within an hour. It is a limit of the account, so it runs at real time.
    static let recrawlCooldown = 3600.0
}
