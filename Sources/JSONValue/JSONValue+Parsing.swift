internal import CJSON

extension JSONValue {
    /// Reads one JSON text; nothing may follow it but white space.
    ///
    /// Strict RFC 8259: UTF-8 without a byte order mark, at most 200 levels, no lone surrogate.
    /// Integers beyond 64 bits become floats. Of two members with one name the last wins.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONParseError) {
        let result =
            bytes.withContiguousStorageIfAvailable { Self.parse(UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes(Self.parse)
        self = try result.get()
    }

    public init(parsing text: some StringProtocol) throws(JSONParseError) {
        try self.init(parsing: text.utf8)
    }

    /// Checks a text against the grammar of ``init(parsing:)`` and builds nothing.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public static func validate(_ bytes: UnsafeRawBufferPointer) throws(JSONParseError) {
        let result = withReader(bytes) { reader -> Result<Void, JSONParseError> in
            cjson_validate(&reader) ? .success(()) : .failure(JSONParseError(&reader))
        }
        try result.get()
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) -> Result<JSONValue, JSONParseError>
    {
        withReader(bytes) { reader in
            guard let value = reader.nextValue(), cjson_finish(&reader) else {
                return .failure(JSONParseError(&reader))
            }
            return .success(value)
        }
    }

    private static func withReader<Answer>(
        _ bytes: UnsafeRawBufferPointer, _ body: (inout cjson_reader) -> Answer
    ) -> Answer {
        // The reader compares addresses, so it wants one for an empty text too.
        var none: UInt8 = 0
        return withUnsafePointer(to: &none) { none in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? none
            var reader = cjson_reader_make(start, bytes.count)
            return body(&reader)
        }
    }
}

/// Builds values from what the C grammar finds. Nil means that the reader holds the reason.
extension cjson_reader {
    fileprivate mutating func nextValue() -> JSONValue? {
        switch cjson_read_value(&self) {
        case .CJSON_INVALID: nil
        case .CJSON_NULL: .null
        case .CJSON_FALSE: .bool(false)
        case .CJSON_TRUE: .bool(true)
        case .CJSON_INTEGER: .integer(integer)
        case .CJSON_NUMBER: .number(number)
        case .CJSON_STRING: .string(takeText())
        case .CJSON_ARRAY: nextArray()
        case .CJSON_OBJECT: nextObject()
        }
    }

    private mutating func nextArray() -> JSONValue? {
        var elements: [JSONValue] = []
        while cjson_next_element(&self, elements.isEmpty) {
            guard let element = nextValue() else { return nil }
            elements.append(element)
        }
        return reason == nil ? .array(elements) : nil
    }

    private mutating func nextObject() -> JSONValue? {
        var object = JSONObject()
        while cjson_next_member(&self, object.isEmpty) {
            let name = takeText()
            guard let value = nextValue() else { return nil }
            object[name] = value
        }
        return reason == nil ? .object(object) : nil
    }

    private mutating func takeText() -> String {
        guard escape != nil else {
            return String(
                decoding: UnsafeBufferPointer(start: text, count: text_count), as: UTF8.self)
        }
        return String(unsafeUninitializedCapacity: text_count) { buffer in
            cjson_unescape(&self, buffer.baseAddress)
        }
    }
}
