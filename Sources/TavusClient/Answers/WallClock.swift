import Glibc

/// Seconds since 1970, for dates that servers send. Deadlines use a clock that never jumps.
package enum WallClock {
    package static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
