import Foundation

/// One request of a fixture and what must come back.
struct RawExchange: Sendable, Equatable {
    var title: String
    /// Seconds that pass before the request.
    var pause: Double
    var method: String
    /// Path and query, before captured names are filled in.
    var target: String
    var headers: [String]
    var body: String
    /// Three digits, or `4xx` where the sources leave the two others open.
    var status: String
    /// JSON with wildcards; empty when only the status matters.
    var expectation: String
    /// `@name = /pointer` lines, in order.
    var captures: [Capture]

    struct Capture: Sendable, Equatable {
        var name: String
        var pointer: String
    }
}

/// A fixture file that is not written as `RawHTTP/README.md` says.
struct RawFixtureProblem: Error, Equatable, CustomStringConvertible {
    var description: String
}

extension RawExchange {
    /// Reads the exchanges of a fixture.
    static func all(in text: String) throws -> [RawExchange] {
        var exchanges: [RawExchange] = []
        var block: (title: String, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("### ") {
                if let block { exchanges.append(try RawExchange(block.title, block.lines)) }
                block = (String(line.dropFirst(4)), [])
            } else if block != nil {
                block?.lines.append(line)
            } else if !line.isEmpty, !line.hasPrefix("# ") {
                throw RawFixtureProblem(description: "'\(line)' stands before the first '### '")
            }
        }
        if let block { exchanges.append(try RawExchange(block.title, block.lines)) }
        guard !exchanges.isEmpty else { throw RawFixtureProblem(description: "no exchanges") }
        return exchanges
    }

    private init(_ title: String, _ lines: [Substring]) throws {
        guard let split = lines.firstIndex(where: { $0.hasPrefix("--- ") }),
            case let status = String(lines[split].dropFirst(4)),
            status.wholeMatch(of: #/\d{3}|\dxx/#) != nil
        else { throw RawFixtureProblem(description: "\(title): no line '--- STATUS'") }
        var request = lines[..<split]
        var pause = 0.0
        if let line = request.first, line.hasPrefix("@advance ") {
            guard let seconds = Double(line.dropFirst("@advance ".count)), seconds > 0 else {
                throw RawFixtureProblem(description: "\(title): '\(line)' advances nothing")
            }
            pause = seconds
            request.removeFirst()
        }
        let head = request.prefix { !$0.isEmpty }
        let words = (head.first ?? "").split(separator: " ")
        guard words.count == 2, words[1].hasPrefix("/") else {
            throw RawFixtureProblem(description: "\(title): no line 'METHOD /path'")
        }
        let answer = lines[(split + 1)...]
        self.init(
            title: title, pause: pause, method: String(words[0]), target: String(words[1]),
            headers: head.dropFirst().map(String.init),
            body: Self.text(request.dropFirst(head.count)), status: status,
            expectation: Self.text(answer.prefix { !$0.hasPrefix("@") }), captures: [])
        for line in answer where line.hasPrefix("@") {
            let parts = line.dropFirst().split(separator: " ")
            guard parts.count == 3, parts[1] == "=", parts[2].hasPrefix("/") else {
                throw RawFixtureProblem(description: "\(title): '\(line)' captures nothing")
            }
            captures.append(Capture(name: String(parts[0]), pointer: String(parts[2])))
        }
    }

    private static func text(_ lines: ArraySlice<Substring>) -> String {
        lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension RawExchange {
    /// The same exchange with every `{{name}}` replaced.
    func filled(with values: [String: String]) throws -> RawExchange {
        func fill(_ text: String) throws -> String {
            let full = values.reduce(text) { $0.replacing("{{\($1.key)}}", with: $1.value) }
            guard let gap = full.firstMatch(of: #/\{\{\w+\}\}/#) else { return full }
            throw RawFixtureProblem(description: "\(title): nothing captured \(gap.0)")
        }
        var copy = self
        copy.target = try fill(target)
        copy.headers = try headers.map(fill)
        copy.body = try fill(body)
        copy.expectation = try fill(expectation)
        return copy
    }

    /// The request's bytes, with the headers every request has.
    func bytes(port: Int) -> [UInt8] {
        var head = ["\(method) \(target) HTTP/1.1", "host: 127.0.0.1:\(port)", "connection: close"]
        let key = headers.first { $0.lowercased().hasPrefix("x-api-key:") }
        switch key?.dropFirst("x-api-key:".count).trimmingCharacters(in: .whitespaces) {
        case nil: head.append("x-api-key: test-key")
        case "": break
        case "<empty>": head.append("x-api-key: ")
        case .some(let value): head.append("x-api-key: \(value)")
        }
        head += headers.filter { $0 != key }
        if !body.isEmpty || method != "GET" { head.append("content-length: \(body.utf8.count)") }
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
