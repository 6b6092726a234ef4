/// What a program writes to a terminal, cut into characters and controls.
enum ControlToken: Equatable {
    case character(Unicode.Scalar)
    /// C0: newline, backspace, bell.
    case control(UInt8)
    /// ESC, intermediate bytes and a final one.
    case escape(String)
    case sequence(ControlSequence)
    /// OSC, without its introducer and end.
    case command(String)
}

/// CSI: `ESC [ ? 1 ; 2 h`.
struct ControlSequence: Equatable {
    /// `?`, `>`, `<` or `=`; empty for most.
    var prefix = ""
    /// nil where one was left out.
    var numbers: [Int?] = []
    var intermediates = ""
    var final: Character

    /// At a place, with zero and nothing meaning one.
    func count(_ place: Int = 0) -> Int { max(1, number(place) ?? 1) }

    func number(_ place: Int) -> Int? {
        numbers.indices.contains(place) ? numbers[place] : nil
    }

    /// With nothing meaning zero, and at least one.
    var all: [Int] { numbers.isEmpty ? [0] : numbers.map { $0 ?? 0 } }

    var spelled: String {
        let list = numbers.map { $0.map(String.init) ?? "" }.joined(separator: ";")
        return "CSI \(prefix)\(list)\(intermediates)\(final)"
    }
}

/// Holds what came of an unfinished sequence or character until its rest arrives.
struct ControlParser {
    private enum State {
        case ground
        case escape(intermediates: String)
        case sequence(text: String)
        /// OSC; DCS, PM, APC and SOS, whose text means nothing here.
        case string(isCommand: Bool, bytes: [UInt8], sawEscape: Bool)
    }

    private var state = State.ground
    private var decoder = UTF8Decoder()

    mutating func tokens(of byte: UInt8, _ emit: (ControlToken) -> Void) {
        switch state {
        case .ground: ground(byte, emit)
        case .string: string(byte, emit)
        case .escape, .sequence:
            switch byte {
            case 0x1B: state = .escape(intermediates: "")
            case 0x18, 0x1A: state = .ground
            case ..<0x20: emit(.control(byte))
            default: inside(byte, emit)
            }
        }
    }

    private mutating func ground(_ byte: UInt8, _ emit: (ControlToken) -> Void) {
        for scalar in decoder.scalars(of: byte) { emit(.character(scalar)) }
        guard byte < 0x20 || byte == 0x7F else { return }
        if byte == 0x1B { state = .escape(intermediates: "") } else { emit(.control(byte)) }
    }

    private mutating func inside(_ byte: UInt8, _ emit: (ControlToken) -> Void) {
        let character = Character(Unicode.Scalar(byte))
        switch state {
        case .escape(let intermediates):
            switch (intermediates, character) {
            case ("", "["): state = .sequence(text: "")
            case ("", "]"): state = .string(isCommand: true, bytes: [], sawEscape: false)
            case ("", "P"), ("", "X"), ("", "^"), ("", "_"):
                state = .string(isCommand: false, bytes: [], sawEscape: false)
            case (_, " "..."/"): state = .escape(intermediates: intermediates + String(character))
            default:
                state = .ground
                emit(.escape(intermediates + String(character)))
            }
        case .sequence(let text):
            guard (0x40...0x7E).contains(byte) else {
                state = .sequence(text: text + String(character))
                return
            }
            state = .ground
            emit(.sequence(Self.sequence(text, final: character)))
        case .ground, .string: break
        }
    }

    private mutating func string(_ byte: UInt8, _ emit: (ControlToken) -> Void) {
        guard case .string(let isCommand, var bytes, let sawEscape) = state else { return }
        let isEnd = byte == 0x07 || (sawEscape && byte == UInt8(ascii: "\\"))
        if isEnd {
            state = .ground
            if isCommand { emit(.command(String(decoding: bytes, as: UTF8.self))) }
        } else if byte == 0x18 || byte == 0x1A {
            state = .ground
        } else {
            if byte != 0x1B { bytes.append(byte) }
            state = .string(isCommand: isCommand, bytes: bytes, sawEscape: byte == 0x1B)
        }
    }

    private static func sequence(_ text: String, final: Character) -> ControlSequence {
        var result = ControlSequence(final: final)
        var digits = text[...]
        while let first = digits.first, "<=>?".contains(first) {
            result.prefix.append(digits.removeFirst())
        }
        while let last = digits.last, (" "..."/").contains(last) {
            result.intermediates.insert(digits.removeLast(), at: result.intermediates.startIndex)
        }
        guard !digits.isEmpty else { return result }
        // SGR may part its numbers with colons as well.
        result.numbers = digits.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == ":" }
            .map { Int($0) }
        return result
    }
}

/// A character at a time; what is no UTF-8 becomes U+FFFD, as terminals do it.
private struct UTF8Decoder {
    private var pending: [UInt8] = []
    private var expected = 0

    mutating func scalars(of byte: UInt8) -> [Unicode.Scalar] {
        let isContinuation = byte & 0xC0 == 0x80
        var result: [Unicode.Scalar] = []
        if !pending.isEmpty && !isContinuation {
            result.append("\u{FFFD}")
            pending = []
        }
        switch byte {
        case 0x20..<0x7F: result.append(Unicode.Scalar(byte))
        case ..<0x80: break
        case 0x80..<0xC0 where pending.isEmpty: result.append("\u{FFFD}")
        default:
            if pending.isEmpty { expected = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2 }
            pending.append(byte)
            if pending.count == expected {
                result += String(decoding: pending, as: UTF8.self).unicodeScalars
                pending = []
            }
        }
        return result
    }
}
