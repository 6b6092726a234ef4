import JSONValue
import TavusLua

/// What `min` and `max` are compared with.
struct ParameterBound {
    private enum Measure {
        case number(Double)
        case date(String)
    }

    private let measure: Measure
    /// For messages: "20 characters".
    let text: String

    /// The measure of a value that was read; nil for what has none.
    init?(_ value: JSONValue, _ type: ParameterType) {
        switch (type, value) {
        case (.date, .string(let text)): self.init(.date(text), text)
        case (.duration, _):
            guard let seconds = value.numberValue else { return nil }
            self.init(.number(seconds), "\(value) s")
        case (_, .integer), (_, .number):
            guard let number = value.numberValue else { return nil }
            self.init(.number(number), "\(value)")
        case (_, .string(let text)):
            self.init(.number(Double(text.count)), "\(text.count) characters")
        case (_, .array(let items)):
            self.init(
                .number(Double(items.count)),
                type == .rows ? "\(items.count) rows" : "\(items.count) values")
        default: return nil
        }
    }

    /// A bound as the header spells it.
    init?(of spelled: JSONValue?, _ type: ParameterType) {
        switch (type, spelled) {
        case (_, nil): return nil
        case (.date, .string(let text)?):
            guard TextShape.date.fits(text) else { return nil }
            self.init(.date(text), text)
        case (.duration, .string(let text)?):
            guard let duration = Duration(spelled: text) else { return nil }
            self.init(.number(duration.inSeconds), text)
        case (.date, _?): return nil
        case (_, let value?):
            guard let number = value.numberValue else { return nil }
            self.init(.number(number), "\(value)")
        }
    }

    private init(_ measure: Measure, _ text: String) {
        self.measure = measure
        self.text = text
    }

    static func < (left: ParameterBound, right: ParameterBound) -> Bool {
        switch (left.measure, right.measure) {
        case (.number(let left), .number(let right)): left < right
        // RFC 3339 dates sort as text.
        case (.date(let left), .date(let right)): left < right
        default: false
        }
    }
}
