/// Times of one thing done several times, in milliseconds.
struct Sample {
    private let sorted: [Double]

    init(_ times: [Double]) { sorted = times.sorted() }

    static func milliseconds(since began: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - began) / .milliseconds(1)
    }

    private func quantile(_ part: Double) -> Double {
        sorted[min(sorted.count - 1, Int((Double(sorted.count) * part).rounded(.down)))]
    }

    func report(_ what: String, limit: Double) {
        let worst = quantile(0.99)
        let verdict = worst <= limit ? "" : "  TOO SLOW"
        let figures =
            sorted.count == 1
            ? "\(Self.shown(sorted[0])) ms"
            : "p50 \(Self.shown(quantile(0.5))) ms, p99 \(Self.shown(worst)) ms"
        print(what.padded, "\(figures), limit \(Self.shown(limit))\(verdict)")
    }

    private static func shown(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let digits = String(hundredths % 100)
        return "\(hundredths / 100)." + (digits.count == 1 ? "0" : "") + digits
    }
}

extension String {
    var padded: String { self + String(repeating: " ", count: max(0, 36 - count)) }
}
