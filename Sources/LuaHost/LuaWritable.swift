import LuaShim

/// A Swift value that Lua can be given: numbers, `Bool`, `String`, ``LuaString``, optionals, arrays and
/// dictionaries of `Encodable` elements, ``LuaValue``, ``LuaFunctionRef``, and `Encodable` types that
/// say so.
public protocol LuaWritable: SendableMetatype {
    /// - Throws: ``LuaConversionError`` for a value that Lua's tables cannot hold, such as NaN in one.
    var luaValue: LuaValue { get throws }
    /// Adds the value to the results of a call. The default adds its ``luaValue``.
    func write(to results: inout LuaResultWriter) throws
}

/// Types that cross as tables, both ways.
public typealias LuaCodable = Codable & LuaReadable & LuaWritable

/// Takes the results of one call from Lua, in order.
public struct LuaResultWriter {
    @usableFromInline let call: OpaquePointer
    let home: Unmanaged<SessionCore>

    @inlinable func add(_ value: Int64) { luashim_answer_integer(call, value) }
    @inlinable func add(_ value: Double) { luashim_answer_number(call, value) }
    @inlinable func add(_ value: Bool) { luashim_answer_boolean(call, value) }

    public mutating func add(_ value: LuaValue) throws {
        try home._withUnsafeGuaranteedRef { try value.append(to: call, in: $0) }
    }
}

extension LuaWritable {
    public func write(to results: inout LuaResultWriter) throws { try results.add(try luaValue) }
}

/// Several results at once: `return LuaResults(1, "more")`.
public struct LuaResults<each Value: LuaWritable>: LuaWritable {
    let values: (repeat each Value)

    public init(_ values: repeat each Value) { self.values = (repeat each values) }

    /// The first of them.
    public var luaValue: LuaValue {
        get throws {
            for value in repeat each values { return try value.luaValue }
            return .nil
        }
    }

    public func write(to results: inout LuaResultWriter) throws {
        for value in repeat each values { try value.write(to: &results) }
    }
}

extension Int64: LuaWritable {
    public var luaValue: LuaValue { .integer(self) }
    @inlinable public func write(to results: inout LuaResultWriter) {
        results.add(self)
    }
}

extension Int: LuaWritable {
    public var luaValue: LuaValue { .integer(Int64(self)) }
    @inlinable public func write(to results: inout LuaResultWriter) {
        results.add(Int64(self))
    }
}

extension LuaWritable where Self: FixedWidthInteger & Encodable {
    /// An integer, or where it is beyond Lua's, the nearest float, as Lua reads such literals.
    public var luaValue: LuaValue {
        Int64(exactly: self).map(LuaValue.integer) ?? .number(Double(self))
    }
}

extension Int32: LuaWritable {}
extension Int16: LuaWritable {}
extension Int8: LuaWritable {}
extension UInt: LuaWritable {}
extension UInt64: LuaWritable {}
extension UInt32: LuaWritable {}
extension UInt16: LuaWritable {}
extension UInt8: LuaWritable {}

extension Double: LuaWritable {
    public var luaValue: LuaValue { .number(self) }
    @inlinable public func write(to results: inout LuaResultWriter) {
        results.add(self)
    }
}

extension Float: LuaWritable {
    public var luaValue: LuaValue { .number(Double(self)) }
}

extension Bool: LuaWritable {
    public var luaValue: LuaValue { .boolean(self) }
    @inlinable public func write(to results: inout LuaResultWriter) {
        results.add(self)
    }
}

extension String: LuaWritable {
    public var luaValue: LuaValue { .string(self) }
    public func write(to results: inout LuaResultWriter) {
        var text = self
        text.withUTF8 { luashim_answer_string(results.call, $0.baseAddress, $0.count) }
    }
}

extension LuaString: LuaWritable {
    public var luaValue: LuaValue { .string(self) }
}

extension LuaValue: LuaWritable {
    public var luaValue: LuaValue { self }
}

extension LuaFunctionRef: LuaWritable {
    public var luaValue: LuaValue { .function(self) }
}

extension Optional: LuaWritable where Wrapped: LuaWritable {
    public var luaValue: LuaValue {
        get throws { try self?.luaValue ?? .nil }
    }
}
