import TavusAPI

/// Any bytes as text from outside: what is shown of it is one line that cannot move the cursor, reorder or hide
/// text, no longer than it may be, and not changed by being shown again.
func checkDisplay(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let limit = Int(first)
    let shown = DisplayText.safe(text, limit: limit)
    for scalar in shown.unicodeScalars {
        Failure.unless(!isDangerous(scalar), "\(text.debugDescription) shows U+\(scalar.value)")
    }
    let scalars = text.unicodeScalars.count
    // The longest of all spellings is \u{10ffff}.
    let longest = min(scalars, limit) * 10 + (scalars > limit ? 1 : 0)
    Failure.unless(shown.unicodeScalars.count <= longest, "\(text.debugDescription) grows")
    Failure.unless(DisplayText.safe(shown) == shown, "\(text.debugDescription) changes again")
    let whole = DisplayText.safe(text)
    Failure.unless(
        scalars > limit || shown == whole, "\(text.debugDescription) is cut within its limit")
    if !text.unicodeScalars.contains(where: isDangerous) {
        Failure.unless(whole == text, "\(text.debugDescription) is harmless and changed")
    }
}

/// By Unicode's own properties and not by a list of ranges: controls, separators of lines, directions, and what
/// fonts show as nothing. The selectors of variants that emoji have stay; others, as Mongolian has, are as unseen.
private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default: break
    }
    let isVariant = properties.isVariationSelector && (0xfe00...0xfe0f).contains(scalar.value)
    return properties.isBidiControl
        || (properties.isDefaultIgnorableCodePoint && !isVariant && scalar.value != 0x34f)
        || (0xfff9...0xfffb).contains(scalar.value)
}
