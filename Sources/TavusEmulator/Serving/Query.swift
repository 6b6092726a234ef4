/// The query of a request, decoded, under the seed's names.
struct Query: Sendable, Equatable {
    private var pairs: [(name: String, value: String)] = []

    init() {}

    /// - Returns: `nil` for an escape that is none, or that is no UTF-8.
    init?(parsing text: Substring, _ vocabulary: Vocabulary) {
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let sides = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decoded(sides[0], plusIsSpace: true),
                let value = sides.count == 2
                    ? PercentCoding.decoded(sides[1], plusIsSpace: true) : ""
            else { return nil }
            pairs.append((vocabulary.seedName(of: name), value))
        }
    }

    subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// Clients send `true`; Python ones `True`, curl users `1`.
    func isOn(_ name: String, default isOn: Bool = false) -> Bool {
        guard let value = self[name] else { return isOn }
        return ["true", "1", "yes"].contains(value.lowercased())
    }

    /// Comma separated values, or one parameter for each; `nil` when there are none.
    func list(_ name: String) -> [String]? {
        let values = pairs.filter { $0.name == name }.flatMap { $0.value.split(separator: ",") }
        let items = values.map { String($0).trimmed }.filter { !$0.isEmpty }
        return items.isEmpty ? nil : items
    }

    static func == (left: Query, right: Query) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0 == $1 }
    }
}

extension String {
    fileprivate var trimmed: String {
        let tail = drop { $0 == " " }.reversed().drop { $0 == " " }
        return String(tail.reversed())
    }
}

/// Percent escapes of paths and queries.
enum PercentCoding {
    static func decoded(
        _ bytes: Substring.UTF8View, plusIsSpace: Bool = false
    ) -> String? {
        let isPlain = bytes.allSatisfy {
            $0 != UInt8(ascii: "%") && ($0 != UInt8(ascii: "+") || !plusIsSpace)
        }
        if isPlain { return String(Substring(bytes)) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexDigit, let low = rest.popFirst()?.hexDigit
                else { return nil }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(UInt8(ascii: " "))
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
