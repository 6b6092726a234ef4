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
        // Bidirectional controls, separators of lines, and zero-width characters.
        case 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff: true
        // What else fonts show as nothing, tags that spell hidden text among it (Unicode 16,
        // Default_Ignorable_Code_Point). Not the selectors that emoji have, and not the joiner of graphemes.
        case 0xad, 0x115f...0x1160, 0x17b4...0x17b5, 0x180b...0x180f, 0x3164, 0xffa0,
            0xfff0...0xfffb, 0x1bca0...0x1bca3, 0x1d173...0x1d17a, 0xe0000...0xe0fff:
            true
        default: false
        }
    }
}
