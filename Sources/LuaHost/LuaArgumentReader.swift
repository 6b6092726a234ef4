import LuaShim

/// Reads the arguments of one call from Lua, in order.
///
/// It is valid until the host function has its arguments; a type that reads itself with it does not keep
/// it. Arguments beyond the last read as nil.
public struct LuaArgumentReader {
    @usableFromInline let call: OpaquePointer
    let function: Unmanaged<HostFunction>
    let home: Unmanaged<SessionCore>
    /// The position of the next argument, counted from 0.
    @usableFromInline var position: Int32 = 0

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
        while position < luashim_argument_count(call) { values.append(try next()) }
        return values
    }

    var isAbsent: Bool { luashim_type_of(call, position) == LUASHIM_NIL }

    /// The next argument, if it is one that was read ahead.
    @inlinable @inline(__always)
    var ahead: luashim_value? {
        guard position < luashim_argument_count(call), position < Int32(LUASHIM_READ_AHEAD)
        else { return nil }
        return luashim_first_values(call)?[Int(position)]
    }

    @inlinable @inline(__always) mutating func integer() throws -> Int64 {
        if let value = ahead, value.type == LUASHIM_INTEGER {
            position += 1
            return value.integer
        }
        return try anyInteger()
    }

    @inlinable @inline(__always) mutating func number() throws -> Double {
        if let value = ahead, value.type == LUASHIM_NUMBER {
            position += 1
            return value.number
        }
        return try anyNumber()
    }

    @usableFromInline mutating func anyInteger() throws -> Int64 {
        switch luashim_type_of(call, position) {
        case LUASHIM_INTEGER:
            position += 1
            return luashim_integer(call, position - 1)
        case LUASHIM_NUMBER:
            guard let exact = Int64(exactly: luashim_number(call, position)) else {
                throw refusal("number has no integer representation")
            }
            position += 1
            return exact
        default: throw mismatch("integer")
        }
    }

    @usableFromInline mutating func anyNumber() throws -> Double {
        let type = luashim_type_of(call, position)
        guard type == LUASHIM_NUMBER || type == LUASHIM_INTEGER else { throw mismatch("number") }
        position += 1
        return luashim_number(call, position - 1)
    }

    @usableFromInline mutating func boolean() throws -> Bool {
        guard luashim_type_of(call, position) == LUASHIM_BOOLEAN else { throw mismatch("boolean") }
        position += 1
        return luashim_boolean(call, position - 1)
    }

    @usableFromInline mutating func bytes() throws -> UnsafeBufferPointer<UInt8> {
        guard luashim_type_of(call, position) == LUASHIM_STRING else { throw mismatch("string") }
        position += 1
        let text = luashim_bytes(call, position - 1)
        return UnsafeBufferPointer(start: text.bytes, count: text.count)
    }

    /// The complaint that the next argument is no `expected`, in the words of Lua's own library.
    func mismatch(_ expected: String) -> LuaArgumentError {
        let found: String
        if position >= luashim_argument_count(call) {
            found = "no value"
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
