import LuaHost

/// What went wrong in an entry, and the texts that its places refer to.
struct EntryFailure: Sendable {
    let error: ScriptError
    /// Texts by the name of their chunk: `entry 3`.
    let sources: [String: String]

    init(_ error: ScriptError, sources: [String: String]) {
        self.error = error
        self.sources = sources
    }

    /// The line of an entry that it is about.
    struct Row: Sendable, Equatable {
        /// Counts from 1.
        var number: Int
        var text: String
        /// The rows before it, each with its newline.
        var above: String
        /// Whether its entry has more of them.
        var isOneOfSeveral: Bool
    }

    /// Of the place that the message begins with, or else of the one that is known.
    var row: Row? {
        row(at: Self.place(of: error.message)?.place) ?? row(at: error.location)
    }

    /// The message without its place, which the row shows.
    var message: String {
        guard let found = Self.place(of: error.message), row(at: found.place) != nil else {
            return error.message
        }
        return found.rest
    }

    /// The file and its line that the message begins with, if the row that is shown is from there: what was typed
    /// is known to whoever typed it.
    var file: String? {
        guard let place = Self.place(of: error.message)?.place, Self.isFile(place),
            row(at: place) != nil
        else { return nil }
        return place
    }

    /// The place in a file that the message does not tell.
    var location: String? {
        error.location.flatMap { Self.isFile($0) && !error.message.hasPrefix($0) ? $0 : nil }
    }

    private static func isFile(_ place: String) -> Bool { !place.hasPrefix("entry ") }

    /// The names of chunks that the error may show rows of.
    static func chunks(of error: ScriptError) -> [String] {
        [place(of: error.message)?.place, error.location].compactMap { place in
            place.flatMap { place in place.lastIndex(of: ":").map { String(place[..<$0]) } }
        }
    }

    private func row(at place: String?) -> Row? {
        guard let place, let colon = place.lastIndex(of: ":"),
            let number = Int(place[place.index(after: colon)...]),
            let text = sources[String(place[..<colon])]
        else { return nil }
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard rows.indices.contains(number - 1) else { return nil }
        return Row(
            number: number, text: String(rows[number - 1]),
            above: rows[..<(number - 1)].map { $0 + "\n" }.joined(), isOneOfSeveral: rows.count > 1)
    }

    /// `entry 3:1: text` → `entry 3:1` and `text`.
    private static func place(of message: String) -> (place: String, rest: String)? {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Int(parts[1]) != nil else { return nil }
        return ("\(parts[0]):\(parts[1])", String(parts[2].drop { $0 == " " }))
    }

    /// What a call was about, such as `replica r0`: its error ends in that, in brackets.
    var subject: String? {
        guard let path = field("path"), error.message.last == ")",
            let open = error.message.lastIndex(of: "(")
        else { return nil }
        let subject = error.message[error.message.index(after: open)...].dropLast()
        guard let id = subject.split(separator: " ").last, path.split(separator: "/").contains(id)
        else { return nil }
        return String(subject)
    }

    /// The text of a field of an error table.
    func field(_ name: String) -> String? {
        switch error.fields[name] {
        case .string(let text): text.description
        case .integer(let value): "\(value)"
        default: nil
        }
    }

    /// Where it happened and who called, without frames of the host.
    var frames: [String] {
        error.traceback.split(separator: "\n").dropFirst().compactMap { line in
            let frame = line.drop { $0 == "\t" || $0 == " " }
            let isForeign = frame.hasPrefix("[") || frame.hasPrefix("(...")
            return isForeign ? nil : String(frame)
        }
    }
}
