/// The TOML text of a recipe, and where it stands.
public struct RecipeHeader: Sendable, Hashable {
    /// No header needs more; the rest of a file is not read for it.
    public static let maxBytes = 64 << 10

    public let text: String
    /// As messages name it.
    public let file: String
    /// The number of the text's first line in the file, from 1.
    public let firstLine: Int

    public init(_ text: String, file: String, firstLine: Int = 1) {
        self.text = text
        self.file = file
        self.firstLine = firstLine
    }

    /// Finds the header of a Lua file: a long comment, before everything but a byte order mark, a first
    /// line that begins with `#`, and white space, whose text begins with a line `[recipe]`.
    ///
    /// Nothing is run or compiled.
    /// - Parameter bytes: the file, or its beginning if ``maxBytes`` of it are there.
    /// - Returns: nil for a script that is no recipe.
    /// - Throws: ``RecipeError`` for a header that does not end, is too large, or no UTF-8.
    public init?(of bytes: [UInt8], file: String) throws(RecipeError) {
        guard let comment = LongComment(at: bytes), comment.isHeader else { return nil }
        func refusal(_ text: String) -> RecipeError {
            RecipeError(.recipe, [RecipeProblem(text, file: file, line: comment.line)])
        }
        guard let end = comment.end else {
            let why =
                bytes.count - comment.start >= Self.maxBytes
                ? "is larger than 64 KiB; move what is long into the code, or make a folder of it"
                : "has no end; close its comment with \(comment.closing)"
            throw refusal("the header \(why)")
        }
        guard end - comment.start <= Self.maxBytes else {
            throw refusal(
                "the header is larger than 64 KiB; move what is long into the code")
        }
        guard let text = String(validating: bytes[comment.text..<end], as: UTF8.self) else {
            throw refusal("the header is no UTF-8 text; save the file as UTF-8")
        }
        self.init(text, file: file, firstLine: comment.textLine)
    }

    /// Whether a file that begins so can have a header.
    static func mayBegin(_ bytes: [UInt8]) -> Bool {
        LongComment(at: bytes)?.isHeader ?? false
    }
}

/// A long comment at the beginning of a Lua file.
private struct LongComment {
    /// Of its first byte, from 1.
    let line: Int
    let start: Int
    /// Where the TOML begins, and on which line.
    let text: Int
    let textLine: Int
    let isHeader: Bool
    /// Where the closing bracket begins.
    let end: Int?
    let closing: String

    init?(at bytes: [UInt8]) {
        var place = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        var line = 1
        let newline = UInt8(ascii: "\n")
        if place < bytes.count, bytes[place] == UInt8(ascii: "#") {
            while place < bytes.count, bytes[place] != newline { place += 1 }
        }
        while place < bytes.count, Self.isSpace(bytes[place]) {
            if bytes[place] == newline { line += 1 }
            place += 1
        }
        guard bytes[place...].starts(with: "--[".utf8) else { return nil }
        var level = 0
        var open = place + 3
        while open < bytes.count, bytes[open] == UInt8(ascii: "=") {
            level += 1
            open += 1
        }
        guard open < bytes.count, bytes[open] == UInt8(ascii: "[") else { return nil }
        self.line = line
        start = place
        place = open + 1
        while place < bytes.count, Self.isSpace(bytes[place]) {
            if bytes[place] == newline { line += 1 }
            place += 1
        }
        let mark = Array("[recipe]".utf8)
        var rest = place + mark.count
        let hasMark = bytes[place...].starts(with: mark)
        while hasMark, rest < bytes.count, bytes[rest] != newline, Self.isSpace(bytes[rest]) {
            rest += 1
        }
        isHeader =
            hasMark
            && (rest == bytes.count || bytes[rest] == newline || bytes[rest] == UInt8(ascii: "]"))
        if hasMark, rest < bytes.count, bytes[rest] == newline {
            line += 1
            rest += 1
        }
        text = min(rest, bytes.count)
        textLine = line
        closing = "]" + String(repeating: "=", count: level) + "]"
        end = isHeader ? Self.find(Array(closing.utf8), in: bytes, from: text) : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while place + mark.count <= bytes.count {
            if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) {
                return place
            }
            place += 1
        }
        return nil
    }
}
