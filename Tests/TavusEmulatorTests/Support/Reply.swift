import JSONValue
import Testing

/// An HTTP answer, taken apart by hand.
struct Reply: CustomStringConvertible {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let text: String

    init(parsing bytes: [UInt8]) throws {
        let all = String(decoding: bytes, as: UTF8.self)
        let end = try #require(all.rangeOfBlankLine, "no end of the head in: \(all)")
        var lines = all[..<end.lowerBound].split(separator: "\r\n").makeIterator()
        status = try #require(
            lines.next()?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        var headers: [String: String] = [:]
        while let line = lines.next() {
            let sides = line.split(separator: ":", maxSplits: 1)
            headers[sides[0].lowercased()] = String(sides[1].drop { $0 == " " })
        }
        self.headers = headers
        text = String(all[end.upperBound...])
    }

    /// The body; null when there is none.
    var body: JSONValue {
        get throws { text.isEmpty ? .null : try JSONValue(parsing: text) }
    }

    subscript(member: String) -> JSONValue? {
        get throws { try body[member] }
    }

    func string(_ member: String) throws -> String {
        try #require(try body[member]?.stringValue, "no \(member) in \(self)")
    }

    /// The body without these members, for comparing the rest as a whole.
    func body(without members: String...) throws -> JSONValue {
        var object = try #require(try body.objectValue)
        for member in members { object.removeValue(forKey: member) }
        return .object(object)
    }

    /// This member of every row of a list.
    func rows(_ member: String) throws -> [String] {
        let rows = try #require(try body["data"]?.arrayValue)
        return rows.map { $0[member]?.stringValue ?? "-" }
    }

    var description: String { "\(status) \(text)" }
}

extension String {
    fileprivate var rangeOfBlankLine: Range<String.Index>? {
        let mark = Array("\r\n\r\n".utf8)
        var start = utf8.startIndex
        while start < utf8.endIndex {
            if utf8[start...].starts(with: mark) {
                return start..<utf8.index(start, offsetBy: mark.count)
            }
            start = utf8.index(after: start)
        }
        return nil
    }
}
