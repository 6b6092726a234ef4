/// How text is put into a string of Lua.
struct Quoting: Equatable {
    /// What comes before it, after it, and which quote it must not have.
    var start: String
    var end: String
    var mark: Unicode.Scalar

    /// Outside of quotes.
    static let whole = Quoting(start: "\"", end: "\"", mark: "\"")

    /// The text as a string, or as the rest of one.
    func closed(_ text: String) -> String { start + escaped(text) + end }

    /// With a backslash before the quote and before backslashes.
    func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == mark || scalar == "\\" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}

extension LuaText {
    /// Inside the string at the cursor: its end comes along unless it is there.
    func quote(at cursor: Int) -> Quoting {
        let string = tokens.first {
            $0.range.lowerBound < cursor && cursor <= $0.range.upperBound
        }
        guard let string else { return .whole }
        let mark = scalars[string.range.lowerBound]
        return Quoting(start: "", end: string.kind == .unfinished ? String(mark) : "", mark: mark)
    }
}
