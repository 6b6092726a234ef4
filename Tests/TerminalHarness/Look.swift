/// How a cell is drawn: what SGR sequences set.
public struct Look: Sendable, Hashable {
    public enum Color: Sendable, Hashable {
        /// 0 to 7, 8 to 15 for the bright ones, then the 256 of xterm.
        case palette(Int)
        case rgb(Int, Int, Int)
    }

    public var isBold = false
    public var isDim = false
    public var isItalic = false
    public var isUnderlined = false
    public var isInverse = false
    public var foreground: Color?
    public var background: Color?

    public init() {}

    public static let plain = Look()

    /// Applies the numbers of one SGR sequence.
    /// - Returns: the numbers that mean nothing here.
    mutating func apply(_ numbers: [Int]) -> [Int] {
        var unknown: [Int] = []
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: self = .plain
            case 1: isBold = true
            case 2: isDim = true
            case 3: isItalic = true
            case 4: isUnderlined = true
            case 7: isInverse = true
            case 22: (isBold, isDim) = (false, false)
            case 23: isItalic = false
            case 24: isUnderlined = false
            case 27: isInverse = false
            case 30...37: foreground = .palette(number - 30)
            case 38: foreground = Self.extendedColor(&rest) ?? foreground
            case 39: foreground = nil
            case 40...47: background = .palette(number - 40)
            case 48: background = Self.extendedColor(&rest) ?? background
            case 49: background = nil
            case 90...97: foreground = .palette(number - 82)
            case 100...107: background = .palette(number - 92)
            default: unknown.append(number)
            }
        }
        return unknown
    }

    /// `5;N` or `2;R;G;B`, which follow 38 and 48.
    private static func extendedColor(_ rest: inout ArraySlice<Int>) -> Color? {
        switch rest.popFirst() {
        case 5: return rest.popFirst().map { .palette($0) }
        case 2:
            guard let red = rest.popFirst(), let green = rest.popFirst(),
                let blue = rest.popFirst()
            else { return nil }
            return .rgb(red, green, blue)
        default: return nil
        }
    }
}
