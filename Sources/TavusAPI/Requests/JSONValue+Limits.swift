import JSONValue

extension JSONValue {
    /// Levels that a body may have; the parsers of this project read as many.
    private static let maxDepth = 200

    /// Throws for what has no JSON text: a float that is not finite, or too many levels.
    func checkSendable(at path: String = "", depth: Int = 1) throws(ArgumentError) {
        switch self {
        case .number(let number) where !number.isFinite:
            throw ArgumentError(path, "\(number) is no JSON number")
        case .array(let items):
            try Self.check(depth, at: path)
            for (index, item) in items.enumerated() {
                try item.checkSendable(at: "\(path)[\(index + 1)]", depth: depth + 1)
            }
        case .object(let members):
            try Self.check(depth, at: path)
            for (name, member) in members {
                let place = path.isEmpty ? name : "\(path).\(name)"
                try member.checkSendable(at: place, depth: depth + 1)
            }
        default: break
        }
    }

    private static func check(_ depth: Int, at path: String) throws(ArgumentError) {
        guard depth <= maxDepth else {
            throw ArgumentError(
                String(path.prefix(60)) + "…", "more than \(maxDepth) levels of tables")
        }
    }
}
