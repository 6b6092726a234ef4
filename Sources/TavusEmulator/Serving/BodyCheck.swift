import JSONValue
import TavusAPI

/// Checks a body against the catalogue: that it is an object, that required fields are there, and
/// that fields have their types.
///
/// It looks at the first level only. Inside `properties` and `layers` everything is kept as sent,
/// and members that the catalogue does not know are ignored, as newer clients send them.
struct BodyCheck {
    private let call: Call
    /// Objectives and guardrails say `message`, the others `error`.
    private let key: Refusal.Key

    init(_ call: Call, _ key: Refusal.Key) {
        self.call = call
        self.key = key
    }

    func fields() throws -> JSONObject {
        guard case .object(let sent) = call.body ?? .object([:]) else {
            throw Refusal.badField("the body must be a JSON object", key)
        }
        let object = call.vocabulary.understood(sent)
        for field in call.operation.bodyFields {
            guard let value = object[field.name], !value.isNull else {
                if field.isRequired { throw missing(field.name) }
                continue
            }
            if field.isRequired && value.stringValue?.isEmpty == true { throw missing(field.name) }
            if let reason = Self.mismatch(value, field.type) {
                throw Refusal.badField("\(field.name) must be \(reason)", key)
            }
        }
        return object
    }

    // Official file, 2026-05: "Invalid request: document_url is required" for one key, and
    // "objective_name is required" for the other.
    private func missing(_ name: String) -> Refusal {
        key == .error
            ? .badField("\(name) is required") : Refusal(400, "\(name) is required", .message)
    }

    /// What `value` should have been, or `nil` when it is.
    private static func mismatch(_ value: JSONValue, _ type: APIFieldType) -> String? {
        switch type {
        case .string, .secret, .url, .identifier:
            return value.stringValue == nil ? "a string" : nil
        case .integer(let range):
            guard let number = value.numberValue, number == number.rounded() else {
                return "an integer"
            }
            guard let range, !range.contains(Int64(exactly: number) ?? .max) else { return nil }
            return "between \(range.lowerBound) and \(range.upperBound)"
        case .number: return value.numberValue == nil ? "a number" : nil
        case .boolean: return value.boolValue == nil ? "a boolean" : nil
        case .enumeration(let words, let isOpen):
            guard let word = value.stringValue else { return "a string" }
            return isOpen || words.contains(word)
                ? nil : "one of \(words.joined(separator: ", "))"
        case .list(let item):
            guard let values = value.arrayValue else { return "a list" }
            let isWrong = values.contains { mismatch($0, item) != nil }
            return isWrong ? "a \(type.name)" : nil
        case .object, .map: return value.objectValue == nil ? "an object" : nil
        case .any: return nil
        case .either(let types):
            return types.contains { mismatch(value, $0) == nil } ? nil : "a \(type.name)"
        }
    }
}
