import LuaShim

/// Values on their way between C's accessors and Swift.
extension LuaValue {
    /// Argument or result `index` of a call, counted from 0.
    init(_ call: OpaquePointer, _ index: Int32, in home: SessionCore) throws {
        switch luashim_type_of(call, index) {
        case LUASHIM_BOOLEAN: self = .boolean(luashim_boolean(call, index))
        case LUASHIM_INTEGER: self = .integer(luashim_integer(call, index))
        case LUASHIM_NUMBER: self = .number(luashim_number(call, index))
        case LUASHIM_STRING: self = .string(LuaString(bytes: luashim_bytes(call, index).array))
        case LUASHIM_JSON: self = .json(luashim_bytes(call, index).array)
        case LUASHIM_FUNCTION: self = .function(try home.keepFunction(call, index))
        case LUASHIM_OPAQUE: self = .opaque(String(cString: luashim_type_name(call, index)))
        default: self = .nil
        }
    }

    /// Adds this value to the answer of a call.
    func append(to call: OpaquePointer, in home: SessionCore) throws(ForeignFunction) {
        switch self {
        case .nil, .opaque: luashim_answer_nil(call)
        case .boolean(let value): luashim_answer_boolean(call, value)
        case .integer(let value): luashim_answer_integer(call, value)
        case .number(let value): luashim_answer_number(call, value)
        case .string(let text):
            text.bytes.withUnsafeBufferPointer {
                luashim_answer_string(call, $0.baseAddress, $0.count)
            }
        case .json(let text):
            text.withUnsafeBufferPointer { luashim_answer_json(call, $0.baseAddress, $0.count) }
        case .function(let function):
            guard function.hold.home === home else { throw ForeignFunction() }
            luashim_answer_function(call, function.hold.number)
        }
    }

    /// What the host holds for it beyond the value itself.
    var byteCount: Int {
        switch self {
        case .string(let text): text.bytes.count
        case .json(let text): text.count
        default: 0
        }
    }
}

extension LuaChunk {
    func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        switch text {
        case .literal(let text): text.withUTF8Buffer(body)
        case .string(var text): text.withUTF8(body)
        }
    }
}

extension luashim_text {
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.init(bytes: bytes.baseAddress, count: bytes.count)
    }

    var array: [UInt8] {
        Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}

/// The texts in one block of memory, as C wants them.
func withTexts<R>(_ texts: [String], _ body: (UnsafeBufferPointer<luashim_text>) -> R) -> R {
    let bytes = texts.flatMap { Array($0.utf8) }
    return bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        let parts = texts.map { text in
            defer { start += text.utf8.count }
            return luashim_text(
                UnsafeBufferPointer(rebasing: bytes[start..<start + text.utf8.count]))
        }
        return parts.withUnsafeBufferPointer(body)
    }
}

func withOptionalCString<R>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> R) -> R {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
}
