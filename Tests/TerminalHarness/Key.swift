/// A key, as a terminal sends it.
public enum Key: Sendable, Hashable {
    case up, down, right, left, home, end
    case insert, delete, pageUp, pageDown
    case enter, tab, shiftTab, escape, backspace
    case control(Character)
    case alt(Character)
    case function(Int)
    /// Left and right by words.
    case controlLeft, controlRight
    case altEnter

    /// - Parameter isApplication: the program asked for the other form of the arrow keys (DECCKM).
    func bytes(isApplication: Bool) -> String {
        let arrow = isApplication ? "\u{1B}O" : "\u{1B}["
        switch self {
        case .up: return arrow + "A"
        case .down: return arrow + "B"
        case .right: return arrow + "C"
        case .left: return arrow + "D"
        case .home: return arrow + "H"
        case .end: return arrow + "F"
        case .insert: return "\u{1B}[2~"
        case .delete: return "\u{1B}[3~"
        case .pageUp: return "\u{1B}[5~"
        case .pageDown: return "\u{1B}[6~"
        case .enter: return "\r"
        case .tab: return "\t"
        case .shiftTab: return "\u{1B}[Z"
        case .escape: return "\u{1B}"
        case .backspace: return "\u{7F}"
        case .control(let letter): return Self.control(letter)
        case .alt(let letter): return "\u{1B}\(letter)"
        case .function(let number): return Self.function(number)
        case .controlLeft: return "\u{1B}[1;5D"
        case .controlRight: return "\u{1B}[1;5C"
        case .altEnter: return "\u{1B}\r"
        }
    }

    private static func control(_ letter: Character) -> String {
        guard let value = letter.uppercased().utf8.first else { return "" }
        return letter == "?" ? "\u{7F}" : String(Unicode.Scalar(value & 0x1F))
    }

    private static func function(_ number: Int) -> String {
        if (1...4).contains(number) { return "\u{1B}O" + ["P", "Q", "R", "S"][number - 1] }
        let codes = [5: 15, 6: 17, 7: 18, 8: 19, 9: 20, 10: 21, 11: 23, 12: 24]
        guard let code = codes[number] else { preconditionFailure("there is no F\(number)") }
        return "\u{1B}[\(code)~"
    }
}
