extension Duration {
    /// Reads "90", "90s", "45m", "6h", "2d", "250ms" and sums such as "1h30m".
    /// - Returns: nil for anything else, and for negative or endless durations.
    public init?(spelled text: String) {
        if let seconds = Double(text) {
            guard seconds >= 0, seconds < 1e12 else { return nil }
            self = .seconds(seconds)
            return
        }
        var total = 0.0
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let amount = Double(digits), let seconds = Self.unitSeconds[String(unit)] else {
                return nil
            }
            total += amount * seconds
            rest = rest.dropFirst(digits.count + unit.count)
        }
        guard !text.isEmpty, total < 1e12 else { return nil }
        self = .seconds(total)
    }

    private static let unitSeconds: [String: Double] = [
        "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400,
    ]

    /// As a number of seconds.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
