/// Cutting and measuring.
extension StyledText {
    /// Its lines, without the newlines.
    var lines: [StyledText] {
        var lines: [StyledText] = []
        var line = StyledText()
        for piece in pieces {
            let parts = piece.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 {
                    lines.append(line)
                    line = StyledText()
                }
                line.append(String(part), piece.style)
            }
        }
        return lines + [line]
    }

    /// The cells that it takes on one line.
    var width: Int { pieces.reduce(0) { $0 + CellWidth.of($1.text) } }

    /// Padded with blanks, or cut with an ellipsis, to so many cells.
    func fitted(to cells: Int, pads: Bool = true) -> StyledText {
        let width = width
        if width <= cells {
            return pads ? self + StyledText(String(repeating: " ", count: cells - width)) : self
        }
        var fitted = StyledText()
        var used = 0
        cut: for piece in pieces {
            for scalar in piece.text.unicodeScalars {
                let size = max(0, CellWidth.of(scalar))
                guard used + size <= cells - 1 else { break cut }
                fitted.append(String(Character(scalar)), piece.style)
                used += size
            }
        }
        fitted.append("…", .note)
        return pads ? fitted + StyledText(String(repeating: " ", count: cells - used - 1)) : fitted
    }

    /// So many blanks.
    static func blanks(_ count: Int) -> StyledText {
        StyledText(String(repeating: " ", count: max(0, count)))
    }
}

extension StringProtocol {
    /// One cell for each byte, and nothing to escape; most text is this, and telling is quick.
    var isPrintableASCII: Bool { utf8.allSatisfy { (0x20...0x7e).contains($0) } }
}
