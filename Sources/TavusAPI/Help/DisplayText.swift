/// Text from outside, made fit for a terminal and a log line.
public enum DisplayText {
    /// The text with everything that could move the cursor, hide or reorder text spelled out as
    /// `\u{…}`, and cut after `limit` characters.
    ///
    /// Control characters (C0, DEL, C1), bidirectional overrides and zero-width characters are
    /// shown, all else stays; only for display, never for values.
    public static func safe(_ text: some StringProtocol, limit: Int = .max) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return shown + "…" }
            count += 1
            switch scalar {
            case "\n": shown += "\\n"
            case "\t": shown += "\\t"
            case "\r": shown += "\\r"
            case _ where isHidden(scalar):
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// Whether it moves the cursor, hides or reorders text, or is not seen at all.
    public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1f, 0x7f...0x9f: true
        // Bidirectional controls and zero-width characters.
        case 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x2069, 0xfeff: true
        default: false
        }
    }
}
