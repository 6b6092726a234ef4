/// The candidate that `word` was probably meant to be, or nil when none is close.
///
/// Close is: equal but for case, at most one slip per three letters (a slip is a letter too many, too
/// few, wrong, or two swapped), or the only candidate of which the word is the beginning or the end
/// (`prompt` for `system_prompt`). Of equals the first wins.
public func nearest(_ word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    // Longer words are never typed by mistake, and the table below grows with the square.
    guard !letters.isEmpty, letters.count <= 100 else { return nil }
    var best: (name: String, slips: Int)?
    for candidate in candidates {
        let other = Array(candidate.lowercased().unicodeScalars)
        let limit = min(letters.count, other.count) / 3
        guard abs(letters.count - other.count) <= limit else { continue }
        let slips = slips(letters, other)
        if slips <= limit, slips < best?.slips ?? .max { best = (candidate, slips) }
    }
    if let best { return best.name }
    guard letters.count >= 3 else { return nil }
    let folded = String(String.UnicodeScalarView(letters))
    let parts = candidates.filter { $0.hasPrefix(folded) || $0.hasSuffix("_" + folded) }
    return parts.count == 1 ? parts[0] : nil
}

/// The Damerau-Levenshtein distance, in its form where no part is edited twice.
private func slips(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...max(1, left.count) where row <= left.count {
        var current = [row] + [Int](repeating: 0, count: right.count)
        for column in 1...max(1, right.count) where column <= right.count {
            let isSame = left[row - 1] == right[column - 1]
            current[column] = min(
                last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, left[row - 1] == right[column - 2],
                left[row - 2] == right[column - 1]
            {
                current[column] = min(current[column], beforeLast[column - 2] + 1)
            }
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
