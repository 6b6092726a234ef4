/// What is being typed. Positions count Unicode scalars, which are libedit's wide characters.
public struct EditBuffer: Sendable, Equatable {
    public var scalars: [Unicode.Scalar]
    /// Between 0 and the number of scalars.
    public var cursor: Int

    public init(scalars: [Unicode.Scalar], cursor: Int) {
        self.scalars = scalars
        self.cursor = min(max(0, cursor), scalars.count)
    }

    /// With the cursor at the end.
    public init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        cursor = scalars.count
    }

    /// Where the character before the cursor begins, as people count them: marks, joined emoji and flags are
    /// parts of one.
    var characterStart: Int { characterEdges.last { $0 < cursor } ?? 0 }
    /// Where the one at the cursor ends.
    var characterEnd: Int { characterEdges.first { $0 > cursor } ?? scalars.count }

    /// Edges of characters around the cursor. No longer character than this is told apart.
    private var characterEdges: [Int] {
        let start = max(0, cursor - Self.longestCharacter)
        let around = scalars[start..<min(scalars.count, cursor + Self.longestCharacter)]
        return String(around).reduce(into: [start]) { edges, character in
            edges.append(edges[edges.count - 1] + character.unicodeScalars.count)
        }
    }

    private static let longestCharacter = 256

    public var text: String { String(scalars) }
    public var textBeforeCursor: String { String(scalars[..<cursor]) }
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
