import JSONValue
import TavusAPI

/// What somebody who steers the emulator has asked for: members of an object, taken one by one, with
/// errors that name the member.
struct Wishes {
    /// About thirty years: more is a slip, and would leave what clocks and sleeps can count.
    private static let longestTime = 1e9

    private let fields: JSONObject
    private let names: [String]

    /// - Throws: for a member that is none of `names`.
    init(_ fields: JSONObject, _ names: [String]) throws(EmulatorError) {
        self.fields = fields
        self.names = names
        for name in fields.keys where !names.contains(name) {
            let near = nearest(name, among: names).map { "Did you mean \"\($0)\"?" }
            throw EmulatorError(
                "unknown field \"\(name)\". "
                    + (near
                        ?? (names.isEmpty
                            ? "It takes none." : "The fields are \(names.joined(separator: ", "))."))
            )
        }
    }

    subscript(name: String) -> JSONValue? {
        precondition(names.contains(name), "\(name) is not among the fields that may be wished for")
        guard let value = fields[name], !value.isNull else { return nil }
        return value
    }

    func string(_ name: String) throws(EmulatorError) -> String? {
        try read(name, "a text") { $0.stringValue }
    }

    func bool(_ name: String) throws(EmulatorError) -> Bool? {
        try read(name, "true or false") { $0.boolValue }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(EmulatorError) -> Int? {
        try read(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            $0.numberValue.flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func seconds(_ name: String) throws(EmulatorError) -> Double? {
        try read(name, "a number of seconds from 0 to \(Int(Self.longestTime))") {
            $0.numberValue.flatMap { (0...Self.longestTime).contains($0) ? $0 : nil }
        }
    }

    private func read<Value>(
        _ name: String, _ wanted: String, _ convert: (JSONValue) -> Value?
    ) throws(EmulatorError) -> Value? {
        guard let value = self[name] else { return nil }
        guard let converted = convert(value) else {
            throw EmulatorError("\(name) must be \(wanted), not \(value.serialized().prefix(80))")
        }
        return converted
    }
}
