/// What stands around the cursor: what kind of word is being typed, and whose argument it is.
struct CursorContext: Equatable {
    /// A call that is being typed.
    struct Call: Equatable {
        /// `tavus`, `personas`, `create`; empty where it is no chain of names.
        var path: [String]
        /// The last name came after a colon.
        var isMethod: Bool
        /// Which argument the cursor is in, from 0.
        var argument: Int
    }

    enum Place: Equatable {
        /// A name of its own.
        case name
        /// After a dot or a colon; nil: after something that is no chain of names.
        case member(of: [String]?, isMethod: Bool)
        /// A key in a table, such as the argument of a call.
        case key(fields: [String], isSet: Set<String>)
        /// The value of a key there.
        case value(fields: [String], key: String)
        /// In a comment.
        case comment
        /// Text in quotes: an argument of the call, or the value of a key of it.
        case text(fields: [String], key: String?, quote: Unicode.Scalar)
    }

    var place: Place
    /// The call whose parentheses or braces are open.
    var call: Call?
    /// The scalars of the word so far.
    var word: Range<Int>

    init(_ buffer: EditBuffer) {
        let scalars = buffer.scalars
        var tokens = LuaScanner.tokens(of: Array(scalars[..<buffer.cursor]))
        word = buffer.cursor..<buffer.cursor
        var quote: Unicode.Scalar?
        if let last = tokens.last, last.range.upperBound == buffer.cursor {
            switch last.kind {
            case .name, .keyword:
                word = last.range
                tokens.removeLast()
            case .unfinished:
                quote = scalars[last.range.lowerBound]
                word = (last.range.lowerBound + 1)..<buffer.cursor
                tokens.removeLast()
            default: break
            }
        }
        let isInComment =
            tokens.last?.kind == .comment && tokens.last?.range.upperBound == buffer.cursor
        tokens.removeAll { $0.kind == .comment }
        let reader = Reader(tokens: tokens, scalars: scalars)
        let surroundings = reader.surroundings()
        call = surroundings.call
        if isInComment {
            place = .comment
        } else if let quote {
            place = .text(fields: surroundings.fields, key: surroundings.key, quote: quote)
        } else if let member = reader.member() {
            place = member
        } else if let key = surroundings.key {
            place = .value(fields: surroundings.fields, key: key)
        } else if surroundings.isAtKey {
            let after = Reader.keys(after: buffer.cursor, in: scalars)
            place = .key(fields: surroundings.fields, isSet: surroundings.keys.union(after))
        } else {
            place = .name
        }
    }

    /// Reads backwards from the cursor.
    private struct Reader {
        let tokens: [LuaToken]
        let scalars: [Unicode.Scalar]

        struct Surroundings {
            var call: Call?
            /// Keys that lead from the call's table to the innermost one: `properties`.
            var fields: [String] = []
            /// The key whose value the cursor is at.
            var key: String?
            var isAtKey = false
            /// Keys of the innermost table so far.
            var keys: Set<String> = []
        }

        private func isSymbol(_ index: Int, _ text: String) -> Bool {
            tokens.indices.contains(index) && tokens[index].isSymbol(text, in: scalars)
        }

        private func name(_ index: Int) -> String? {
            guard tokens.indices.contains(index),
                tokens[index].kind == .name || tokens[index].kind == .keyword
            else { return nil }
            return tokens[index].text(in: scalars)
        }

        /// After `a.b.` or `a:`.
        func member() -> Place? {
            let last = tokens.count - 1
            guard isSymbol(last, ".") || isSymbol(last, ":") else { return nil }
            let path = chain(endingBefore: last)?.path
            return .member(of: path, isMethod: isSymbol(last, ":"))
        }

        /// The chain of names that ends with the token before `index`.
        private func chain(endingBefore index: Int) -> (path: [String], isMethod: Bool)? {
            var path: [String] = []
            var isMethod = false
            var position = index - 1
            while let part = name(position) {
                let separator = position - 1
                let isLinked = isSymbol(separator, ".") || isSymbol(separator, ":")
                // `t.end` is a slip that one may still ask about; a keyword alone begins no chain.
                guard isLinked || !LuaName.keywords.contains(part) else { return nil }
                path.insert(part, at: 0)
                guard isLinked else { return (path, isMethod) }
                if isSymbol(separator, ":") { isMethod = path.count == 1 }
                position = separator - 1
            }
            return nil
        }

        func surroundings() -> Surroundings {
            var found = Surroundings()
            let open = LuaBrackets(tokens, in: scalars).open
            guard let innermost = open.last, ["(", "{"].contains(innermost.text) else {
                return found
            }
            if innermost.text == "{" { readTable(from: innermost.token, into: &found) }
            // Outwards through the tables that stand in one another, to the call.
            for opener in open.reversed() {
                if opener.text == "(" {
                    found.call = call(at: opener.token, argumentFrom: opener.token)
                    return found
                }
                guard opener.text == "{" else { return found }
                if isSymbol(opener.token - 1, "="), let key = name(opener.token - 2) {
                    found.fields.insert(key, at: 0)
                } else if let chain = chain(endingBefore: opener.token) {
                    found.call = Call(path: chain.path, isMethod: chain.isMethod, argument: 0)
                    return found
                } else if isSymbol(opener.token - 1, "{") || isSymbol(opener.token - 1, ",") {
                    continue  // an item of a list, or an argument after others
                }
            }
            return found
        }

        /// Which keys the table has so far, and whether the cursor is at a key or at a value.
        private func readTable(from opener: Int, into found: inout Surroundings) {
            var depth = 0
            var key: String?
            var isAtStart = true
            for index in (opener + 1)..<max(opener + 1, tokens.count) {
                let text = tokens[index].kind == .symbol ? tokens[index].text(in: scalars) : ""
                switch text {
                case "{", "(", "[": depth += 1
                case "}", ")", "]": depth -= 1
                case ",",
                    ";" where depth == 0:
                    (key, isAtStart) = (nil, true)
                    continue
                case "=" where depth == 0:
                    if let name = name(index - 1) {
                        key = name
                        found.keys.insert(name)
                    }
                default: break
                }
                isAtStart = false
            }
            found.key = key
            found.isAtKey = isAtStart
        }

        private func call(at parenthesis: Int, argumentFrom opener: Int) -> Call? {
            guard let chain = chain(endingBefore: parenthesis) else { return nil }
            var depth = 0
            var commas = 0
            for index in (opener + 1)..<max(opener + 1, tokens.count)
            where tokens[index].kind == .symbol {
                switch tokens[index].text(in: scalars) {
                case "{", "(", "[": depth += 1
                case "}", ")", "]": depth -= 1
                case "," where depth == 0: commas += 1
                default: break
                }
            }
            return Call(path: chain.path, isMethod: chain.isMethod, argument: commas)
        }

        /// Keys that follow the cursor in the same table.
        static func keys(after cursor: Int, in scalars: [Unicode.Scalar]) -> Set<String> {
            let tokens = LuaScanner.tokens(of: Array(scalars[cursor...]))
            let rest = Array(scalars[cursor...])
            var depth = 0
            var keys: Set<String> = []
            for (index, token) in tokens.enumerated() where token.kind == .symbol {
                switch token.text(in: rest) {
                case "{", "(", "[": depth += 1
                case "}", ")", "]":
                    depth -= 1
                    if depth < 0 { return keys }
                case "=" where depth == 0 && index > 0 && tokens[index - 1].kind == .name:
                    keys.insert(tokens[index - 1].text(in: rest))
                default: break
                }
            }
            return keys
        }
    }
}
