internal import CJSON

extension JSONValue {
    /// How text is laid out.
    public struct Style: Sendable, Hashable {
        /// One member or element a line, indented by two spaces.
        public var isPretty: Bool
        /// Members in the order of their names' bytes instead of their own.
        public var sortsKeys: Bool

        public init(isPretty: Bool = false, sortsKeys: Bool = false) {
            self.isPretty = isPretty
            self.sortsKeys = sortsKeys
        }

        public static let compact = Style()
        public static let pretty = Style(isPretty: true)
    }

    /// The JSON text.
    ///
    /// A float is the shortest of 15, 16 and 17 digits that reads back equal, with `.0` where it is
    /// integral. A float that is not finite has no JSON text: to serialise one is a programming
    /// mistake and stops the program (parsing never makes one).
    public func serialized(_ style: Style = .compact) -> String {
        String(decoding: bytes(style), as: UTF8.self)
    }

    /// The JSON text in UTF-8; see ``serialized(_:)``.
    public func bytes(_ style: Style = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return writer.bytes
    }
}

private struct JSONWriter {
    let style: JSONValue.Style
    var bytes: [UInt8] = []
    private var depth = 0

    init(style: JSONValue.Style) {
        self.style = style
        bytes.reserveCapacity(1024)
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .integer(let value): putNumber { cjson_write_integer(value, $0) }
        case .number(let value):
            precondition(value.isFinite, "a float that is not finite has no JSON text")
            putNumber { cjson_write_number(value, $0) }
        case .string(let value): write(value)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ elements: [JSONValue]) {
        open(.openBracket)
        for (index, element) in elements.enumerated() {
            separate(isFirst: index == 0)
            write(element)
        }
        close(.closeBracket, wasEmpty: elements.isEmpty)
    }

    private mutating func write(_ object: JSONObject) {
        open(.openBrace)
        var isFirst = true
        if style.sortsKeys {
            let members = object.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for member in members { write(member, &isFirst) }
        } else {
            for member in object { write(member, &isFirst) }
        }
        close(.closeBrace, wasEmpty: isFirst)
    }

    private mutating func write(_ member: (key: String, value: JSONValue), _ isFirst: inout Bool) {
        separate(isFirst: isFirst)
        isFirst = false
        write(member.key)
        bytes.append(.colon)
        if style.isPretty { bytes.append(.space) }
        write(member.value)
    }

    private mutating func open(_ bracket: UInt8) {
        bytes.append(bracket)
        depth += 1
    }

    private mutating func separate(isFirst: Bool) {
        if !isFirst { bytes.append(.comma) }
        breakLine()
    }

    private mutating func close(_ bracket: UInt8, wasEmpty: Bool) {
        depth -= 1
        if !wasEmpty { breakLine() }
        bytes.append(bracket)
    }

    private mutating func breakLine() {
        guard style.isPretty else { return }
        bytes.append(.newline)
        for _ in 0..<depth { put("  ") }
    }

    private mutating func put(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func putNumber(_ write: (UnsafeMutablePointer<UInt8>?) -> Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(CJSON_NUMBER_BYTES)) { room in
            let count = write(room.baseAddress)
            bytes.append(contentsOf: room[..<count])
        }
    }

    private mutating func write(_ text: String) {
        var text = text
        bytes.append(.quote)
        text.withUTF8 { text in
            guard var at = text.baseAddress else { return }
            let end = at + text.count
            let stop = cjson_skip_plain(at, end) ?? at
            bytes.append(contentsOf: UnsafeBufferPointer(start: at, count: stop - at))
            at = stop
            while at < end { at = writeEscaped(at, end) }
        }
        bytes.append(.quote)
    }

    /// Writes a piece of text and returns where it ends: the room on the stack stays small.
    private mutating func writeEscaped(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let piece = min(end - start, 512)
        let capacity = piece * Int(CJSON_ESCAPE_BYTES)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { room in
            // A piece that ends inside a character stops before it, and the next one begins there.
            var at: UnsafePointer<UInt8>? = start
            let written = cjson_write_escaped(room.baseAddress, &at, start + piece)
            let count = (written ?? room.baseAddress).flatMap { $0 - (room.baseAddress ?? $0) } ?? 0
            bytes.append(contentsOf: room[..<count])
            return at ?? end
        }
    }
}

extension UInt8 {
    fileprivate static let openBracket = UInt8(ascii: "[")
    fileprivate static let closeBracket = UInt8(ascii: "]")
    fileprivate static let openBrace = UInt8(ascii: "{")
    fileprivate static let closeBrace = UInt8(ascii: "}")
    fileprivate static let colon = UInt8(ascii: ":")
    fileprivate static let comma = UInt8(ascii: ",")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let newline = UInt8(ascii: "\n")
}
