/// Finds owners that are easily taken for one another: `acme` and `acne`.
enum NearbyOwner {
    /// - Returns: one of the known owners within one slip of this one; nil where it is known itself.
    static func of(_ owner: String, among known: some Collection<String>) -> String? {
        known.contains(owner)
            ? nil : known.sorted().first { isOneSlip(Array($0.utf8), Array(owner.utf8)) }
    }

    /// One letter more, less or other, or two neighbours in the other order.
    private static func isOneSlip(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        guard long.count - short.count <= 1 else { return false }
        let same = zip(short, long).prefix { $0 == $1 }.count
        if short.count < long.count { return short[same...] == long[(same + 1)...] }
        guard same < short.count else { return false }
        let isSwap =
            same + 1 < short.count && short[same] == long[same + 1] && short[same + 1] == long[same]
            && short[(same + 2)...] == long[(same + 2)...]
        return isSwap || short[(same + 1)...] == long[(same + 1)...]
    }
}
