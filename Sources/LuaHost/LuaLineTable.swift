/// The lines of a chunk that have code, read from its compiled form: functions that never ran included.
///
/// The layout is that of Lua 5.4's ldump.c; the lines of instructions follow ldebug.c, where line
/// numbers are differences, and absolute where those do not fit into a byte.
struct LuaLineTable {
    private(set) var lines: Set<Int> = []
    private var rest: ArraySlice<UInt8>

    /// - Parameter compiled: what `lua_dump` writes on this machine.
    /// - Returns: nil for what is not of Lua 5.4, or not whole.
    init?(compiled: [UInt8]) {
        // Signature, version 5.4, format, check bytes; then sizes, an integer and a number.
        guard compiled.starts(with: [0x1B, 0x4C, 0x75, 0x61, 0x54, 0x00]) else { return nil }
        rest = compiled[...]
        guard skip(6 + 6 + 3 + 8 + 8 + 1), readFunction() else { return nil }
    }

    private mutating func readFunction() -> Bool {
        guard skipText(), let firstLine = number(), number() != nil, skip(1),
            let isVariadic = byte(), skip(1), let size = number(), skip(4 * size),
            skipConstants(), let upvalues = number(), skip(3 * upvalues),
            let functions = number()
        else { return false }
        for _ in 0..<functions {
            guard readFunction() else { return false }
        }
        return readLines(from: firstLine, isVariadic: isVariadic != 0) && skipNames()
    }

    /// One number for each instruction. The first of a variadic function only arranges its arguments.
    private mutating func readLines(from firstLine: Int, isVariadic: Bool) -> Bool {
        guard let count = number(), rest.count >= count else { return false }
        let differences = rest.prefix(count).map { Int8(bitPattern: $0) }
        rest = rest.dropFirst(count)
        guard let absoluteCount = number() else { return false }
        var absolute: [Int: Int] = [:]
        for _ in 0..<absoluteCount {
            guard let instruction = number(), let line = number() else { return false }
            absolute[instruction] = line
        }
        var line = firstLine
        for (instruction, difference) in differences.enumerated() {
            line = absolute[instruction] ?? line + Int(difference)
            if instruction > 0 || !isVariadic { lines.insert(line) }
        }
        return true
    }

    private mutating func skipConstants() -> Bool {
        guard let count = number() else { return false }
        for _ in 0..<count {
            switch byte() {
            case 0x00, 0x01, 0x11: continue  // nil, false, true
            case 0x03, 0x13: guard skip(8) else { return false }  // integer, number
            case 0x04, 0x14: guard skipText() else { return false }
            default: return false
            }
        }
        return true
    }

    private mutating func skipNames() -> Bool {
        guard let locals = number() else { return false }
        for _ in 0..<locals {
            guard skipText(), number() != nil, number() != nil else { return false }
        }
        guard let upvalues = number() else { return false }
        for _ in 0..<upvalues {
            guard skipText() else { return false }
        }
        return true
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, rest.count >= count else { return false }
        rest = rest.dropFirst(count)
        return true
    }

    private mutating func byte() -> UInt8? { rest.popFirst() }

    /// Seven bits a byte, the highest first; the last byte has its top bit set.
    private mutating func number() -> Int? {
        var value = 0
        while let byte = byte() {
            guard value < 1 << 40 else { return nil }
            value = value << 7 | Int(byte & 0x7F)
            if byte & 0x80 != 0 { return value }
        }
        return nil
    }

    /// Its size plus one, then its bytes; 0 for none.
    private mutating func skipText() -> Bool {
        guard let size = number() else { return false }
        return size == 0 || skip(size - 1)
    }
}
