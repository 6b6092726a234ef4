/// Shapes of text that are checked before anything is sent: what is certainly wrong is refused, what may
/// be right is left to the service.
enum TextShape {
    case date, url, email, id

    init?(_ type: ParameterType) {
        switch type {
        case .date: self = .date
        case .url: self = .url
        case .email: self = .email
        case .id: self = .id
        default: return nil
        }
    }

    var expectation: String {
        switch self {
        case .date: "a date such as 2026-11-21"
        case .url: "an address that begins with https:// or http://"
        case .email: "a mail address"
        case .id: "an id: letters, digits, - and _"
        }
    }

    func fits(_ text: String) -> Bool {
        switch self {
        case .date: Self.isDate(text)
        case .url: Self.isURL(text)
        case .email: Self.isEmail(text)
        case .id:
            (1...100).contains(text.utf8.count)
                && text.utf8.allSatisfy { Self.isWord($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...days[month - 1]).contains(day)
    }

    private static func isPrintable(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
    }

    private static func isURL(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            guard let first = rest.first, first != "/", first != "?", first != "#" else {
                return false
            }
            return isPrintable(rest) && text.utf8.count <= 8192
        }
        return false
    }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
            && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && isPrintable(text)
            && text.utf8.count <= 254
    }
}
