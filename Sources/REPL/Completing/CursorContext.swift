/// Where in a call's arguments the cursor is: `create{ layers = { llm = { |` stands in argument 0 of `create`,
/// inside `layers`, inside `llm`.
struct CallSite: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        /// The value of a key of a table.
        case key(String)
        /// A value without a key.
        case item
    }

    var callee: LuaPath
    /// `a:b(…)`: argument 0 is `a`.
    var isMethod: Bool
    /// Counts from 0 without the receiver of a method.
    var argument: Int
    /// From the argument inwards.
    var steps: [Step]

    init(
        _ callee: LuaPath, isMethod: Bool = false, argument: Int = 0, steps: [Step] = []
    ) {
        self.callee = callee
        self.isMethod = isMethod
        self.argument = argument
        self.steps = steps
    }
}

/// A key that a table has already, with its value if that is a plain string.
struct GivenKey: Sendable, Equatable {
    var name: String
    var text: String?

    init(_ name: String, text: String? = nil) {
        self.name = name
        self.text = text
    }
}

/// What the word at the cursor is, as far as the text alone tells.
struct CursorContext: Sendable, Equatable {
    enum Place: Sendable, Equatable {
        /// A comment, a number, or where a new name is made up.
        case nothing
        /// After a dot or a colon.
        case member(of: LuaPath, isMethod: Bool)
        /// Where a key of a table begins. It may be an item as well.
        case key(of: CallSite, given: [GivenKey])
        /// Where a statement or an expression begins: a whole argument or the value of a key, if in a call.
        case value(of: CallSite?)
        /// Inside quotes.
        case string(of: CallSite?)
        /// Inside the quotes of `t["`.
        case index(of: LuaPath)
    }

    /// The word so far: it ends at the cursor.
    var word: Range<Int>
    var place: Place

    init(_ buffer: EditBuffer) { self.init(LuaText(buffer.scalars), cursor: buffer.cursor) }

    init(word: Range<Int>, place: Place) {
        self.word = word
        self.place = place
    }

    init(_ text: LuaText, cursor: Int) {
        let touched = text.tokens.firstIndex {
            $0.range.lowerBound < cursor && cursor <= $0.range.upperBound
        }
        let here = cursor..<cursor
        if text.comments.contains(where: {
            $0.range.lowerBound < cursor && cursor <= $0.range.upperBound
        }) {
            self.init(word: here, place: .nothing)
        } else if let touched, text.isInside(touched, cursor) {
            let start = text.tokens[touched].range.lowerBound + 1
            self.init(word: start..<cursor, place: text.stringPlace(touched))
        } else if let touched, [.name, .keyword].contains(text.tokens[touched].kind) {
            let start = text.tokens[touched].range.lowerBound
            self.init(word: start..<cursor, place: text.wordPlace(touched, isTyped: true))
        } else if let touched, text.isOpaque(touched, cursor) {
            self.init(word: here, place: .nothing)
        } else {
            let next = text.tokens.firstIndex { $0.range.lowerBound >= cursor } ?? text.tokens.count
            self.init(word: here, place: text.wordPlace(next, isTyped: false))
        }
    }
}
