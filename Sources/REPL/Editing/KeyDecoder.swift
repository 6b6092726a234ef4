/// Makes keys of the bytes that a terminal sends.
struct KeyDecoder {
    enum Event: Equatable {
        case scalar(Unicode.Scalar)
        case key(EditorKey)
        /// A sequence that we do not know, without its Escape.
        case unknown(String)
    }

    private var bytes: [UInt8] = []
    private var position = 0
    /// How many bytes have become events.
    private(set) var consumed = 0

    mutating func append(_ more: some Collection<UInt8>) {
        if position > 0 {
            bytes.removeFirst(position)
            position = 0
        }
        bytes.append(contentsOf: more)
    }

    var isEmpty: Bool { position == bytes.count }

    /// Whether what is there could be a key, or the beginning of one that is still on its way.
    var mayBeAlone: Bool { !isEmpty && bytes[position] == escape }

    /// The next event, if its bytes are all there.
    /// - Parameter isFinal: nothing more comes: an Escape is itself, half a character is broken.
    mutating func next(isFinal: Bool = false) -> Event? {
        guard !isEmpty else { return nil }
        if bytes[position] == escape { return sequence(isFinal: isFinal) }
        switch UTF8Decoder.first(of: bytes[position...]) {
        case .scalar(let scalar, let length):
            consume(length)
            return .scalar(scalar)
        case .unfinished:
            guard isFinal else { return nil }
            consume(bytes.count - position)
            return .scalar("\u{FFFD}")
        }
    }

    /// All bytes that wait, and no more after `limit`.
    mutating func takeBytes() -> ArraySlice<UInt8> {
        defer { consume(bytes.count - position) }
        return bytes[position...]
    }

    /// Gives back what `takeBytes` gave too much.
    mutating func putBack(_ rest: ArraySlice<UInt8>) {
        bytes = Array(rest)
        position = 0
        consumed -= rest.count
    }

    /// Drops what waits, up to the last ^C. False if there is none.
    mutating func dropThroughInterrupt() -> Bool {
        guard let place = bytes[position...].lastIndex(of: interrupt) else { return false }
        consume(place + 1 - position)
        return true
    }

    private mutating func consume(_ count: Int) {
        position += count
        consumed += count
    }

    private mutating func sequence(isFinal: Bool) -> Event? {
        let rest = bytes[(position + 1)...]
        guard let length = Self.sequenceLength(rest) else {
            guard isFinal else { return nil }
            consume(1)
            return .scalar("\u{1b}")
        }
        let text = String(decoding: rest.prefix(length), as: UTF8.self)
        if let key = EditorKey.sequences[text] {
            consume(1 + length)
            return .key(key)
        }
        // An Escape before a character is Meta, which libedit knows itself.
        guard length > 1 else {
            consume(1)
            return .scalar("\u{1b}")
        }
        consume(1 + length)
        return .unknown(text)
    }

    /// How many bytes after an Escape belong to it; nil while they are not all there. ECMA-48, 5.4.
    private static func sequenceLength(_ rest: ArraySlice<UInt8>) -> Int? {
        guard let kind = rest.first else { return nil }
        guard rest.count > 1 || !(kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O")) else {
            return nil
        }
        switch kind {
        case UInt8(ascii: "O"): return 2
        case UInt8(ascii: "["):
            // The Linux console's F1 to F5.
            if rest[rest.startIndex + 1] == kind { return rest.count > 2 ? 3 : nil }
            let parameters = rest.dropFirst().prefix { (0x20...0x3F).contains($0) }
            if parameters.count > 32 { return 1 }
            guard let final = rest.dropFirst(1 + parameters.count).first else { return nil }
            return (0x40...0x7E).contains(final) ? 2 + parameters.count : 1 + parameters.count
        default: return 1
        }
    }
}

private let escape: UInt8 = 0x1b
private let interrupt: UInt8 = 0x03
