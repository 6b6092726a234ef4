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
