import Glibc

/// Seconds since 1970.
enum WallClock {
    @Sendable static func now() async throws -> Double { seconds }

    static var seconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
