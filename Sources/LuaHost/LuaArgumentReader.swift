import LuaShim

/// Reads the arguments of one call from Lua, in order.
///
/// It is valid until the host function has its arguments; a type that reads itself with it does not keep
/// it. Arguments beyond the last read as nil.
public struct LuaArgumentReader {
    let call: OpaquePointer
    let function: Unmanaged<HostFunction>
    let home: Unmanaged<SessionCore>
    /// The position of the next argument, counted from 0.
    public internal(set) var position: Int32 = 0

    init(
        call: OpaquePointer, function: Unmanaged<HostFunction>, home: Unmanaged<SessionCore>
    ) {
        self.call = call
        self.function = function
        self.home = home
    }

    /// The next argument.
    public mutating func next() throws -> LuaValue {
        defer { position += 1 }
        return try home._withUnsafeGuaranteedRef { try LuaValue(call, position, in: $0) }
    }

    /// All arguments that are left.
    public mutating func rest() throws -> [LuaValue] {
        var values: [LuaValue] = []
        while position < luashim_count(call) { values.append(try next()) }
        return values
    }

    var isAbsent: Bool { luashim_type_of(call, position) == LUASHIM_NIL }

    mutating func integer() throws -> Int64 {
        var value: Int64 = 0
        guard luashim_read_integer(call, position, &value) else { throw mismatch("integer") }
        position += 1
        return value
    }

    mutating func number() throws -> Double {
        var value = 0.0
        guard luashim_read_number(call, position, &value) else { throw mismatch("number") }
        position += 1
        return value
    }

    mutating func boolean() throws -> Bool {
        var value = false
        guard luashim_read_boolean(call, position, &value) else { throw mismatch("boolean") }
        position += 1
        return value
    }

    mutating func bytes() throws -> UnsafeBufferPointer<UInt8> {
        var text = luashim_text()
        guard luashim_read_string(call, position, &text) else { throw mismatch("string") }
        position += 1
        return UnsafeBufferPointer(start: text.bytes, count: text.count)
    }

    /// The complaint that the next argument is no `expected`, in the words of Lua's own library.
    func mismatch(_ expected: String) -> LuaArgumentError {
        let found: String
        if position >= luashim_count(call) {
            found = "no value"
        } else if expected == "integer", luashim_type_of(call, position) == LUASHIM_NUMBER {
            return refusal("number has no integer representation")
        } else {
            found = String(cString: luashim_type_name(call, position))
        }
        return refusal("\(expected) expected, got \(found)")
    }

    func refusal(_ reason: String) -> LuaArgumentError {
        LuaArgumentError(
            Int(position), of: function._withUnsafeGuaranteedRef { $0.name }, reason)
    }
}
