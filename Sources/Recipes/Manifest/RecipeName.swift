/// The name of a recipe: `owner/name` where it is shared, a bare `name` where it is one's own.
///
/// Both halves are lowercase ASCII letters, digits and hyphens, 1 to 39 bytes, beginning with a letter
/// or a digit: what looks alike on a screen cannot be two names.
public struct RecipeName: Sendable, Hashable, CustomStringConvertible {
    /// `nil` for a recipe of one's own.
    public let owner: String?
    public let name: String

    public init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, halves.allSatisfy(Self.isWord) else { return nil }
        owner = halves.count == 2 ? String(halves[0]) : nil
        name = String(halves[halves.count - 1])
    }

    public var description: String { owner.map { "\($0)/\(name)" } ?? name }

    private static func isWord(_ word: Substring) -> Bool {
        let bytes = word.utf8
        guard let first = bytes.first, bytes.count <= 39, first != UInt8(ascii: "-") else {
            return false
        }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
