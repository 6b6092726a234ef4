import Foundation

/// JSON as Foundation reads it, which shares no code with the emulator's own reader.
enum RawValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([RawValue])
    case object([String: RawValue])

    init(parsing text: String) throws {
        self.init(
            foundation: try JSONSerialization.jsonObject(
                with: Data(text.utf8), options: .fragmentsAllowed))
    }

    private init(foundation value: Any) {
        switch value {
        // The Objective-C type tells true from 1, which a cast does not.
        case let number as NSNumber:
            switch String(cString: number.objCType) {
            case "c", "B": self = .bool(number.boolValue)
            case "d", "f": self = .number(number.doubleValue)
            default: self = .integer(number.intValue)
            }
        case let string as String: self = .string(string)
        case let array as [Any]: self = .array(array.map { RawValue(foundation: $0) })
        case let object as [String: Any]:
            self = .object(object.mapValues { RawValue(foundation: $0) })
        default: self = .null
        }
    }

    /// The string a pointer of plain member names and indexes leads to.
    func string(at pointer: String) -> String? {
        var value = self
        for token in pointer.split(separator: "/") {
            switch value {
            case .object(let members):
                guard let member = members[String(token)] else { return nil }
                value = member
            case .array(let elements):
                guard let index = Int(token), elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        if case .string(let text) = value { return text }
        return nil
    }
}

extension RawValue: CustomStringConvertible {
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): "\"\(value)\""
        case .array(let values): "[\(values.map(\.description).joined(separator: ", "))]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
                .joined(separator: ", ") + "}"
        }
    }
}

/// A place in an answer that is not as the fixture says.
struct RawMismatch: Sendable, Equatable {
    var place: String
    var expected: String
    var found: String
}

extension RawValue {
    /// Everything in `found` that differs from this expectation; members it does not name may be
    /// anything.
    func mismatches(with found: RawValue?, at place: String = "") -> [RawMismatch] {
        switch (self, found) {
        case (.string(let text), _) where text.hasPrefix("<") && text.hasSuffix(">"):
            let isMatch = Self.wildcard(String(text.dropFirst().dropLast()), accepts: found)
            return isMatch ? [] : [mismatch(found, place)]
        case (.object(let members), .object(let others)):
            return members.sorted { $0.key < $1.key }.flatMap {
                $0.value.mismatches(with: others[$0.key], at: "\(place)/\($0.key)")
            }
        case (.array(let elements), .array(let others)) where elements.count == others.count:
            return zip(elements, others).enumerated().flatMap { index, pair in
                pair.0.mismatches(with: pair.1, at: "\(place)/\(index)")
            }
        default: return self == found ? [] : [mismatch(found, place)]
        }
    }

    private func mismatch(_ found: RawValue?, _ place: String) -> RawMismatch {
        RawMismatch(
            place: place.isEmpty ? "body" : place, expected: description,
            found: found?.description ?? "no such member")
    }

    /// An unknown wildcard accepts nothing, so that a slip of the pen is seen.
    private static func wildcard(_ name: String, accepts found: RawValue?) -> Bool {
        switch (name, found) {
        case ("absent", nil), ("null-or-absent", nil), ("null-or-absent", .null): true
        case ("any", .some), ("string", .string), ("integer", .integer), ("array", .array): true
        case (_, .string(let text)): isText(text, a: name)
        default: false
        }
    }

    private static func isText(_ text: String, a name: String) -> Bool {
        if let form = name.wholeMatch(of: #/(?:([crpog])\+)?hex(?::(\d+))?/#)?.output {
            let prefix = form.1 ?? ""
            let digits = text.dropFirst(prefix.count)
            return text.hasPrefix(prefix) && digits.wholeMatch(of: #/[0-9a-f]+/#) != nil
                && (form.2 == nil || form.2 == "\(digits.count)")
        }
        return switch name {
        case "uuid": text.wholeMatch(of: #/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/#) != nil
        case "iso8601":
            text.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z/#) != nil
        case "rfc1123":
            text.wholeMatch(
                of: #/(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/#)
                != nil
        default: name.hasPrefix("starts ") && text.hasPrefix(name.dropFirst("starts ".count))
        }
    }
}
