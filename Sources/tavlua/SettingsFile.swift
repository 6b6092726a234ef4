import REPL
import Recipes
import TOMLKit
import TavusAPI

/// The text of `config.toml`:
///
/// ```toml
/// [repl]
/// edit_mode = "vi"          # emacs
/// theme = "light"
/// mode = "tree"             # auto table tree json lua: how values are shown
/// locals = "lua"            # keep: a `local` of one entry is seen by the next
/// suggestions = false
/// signatures = false
/// colors = false
/// complete_ids = true
/// history_size = 10000      # 0: nothing is stored
/// pager = false
/// private = true
/// plain = true
/// quiet = true
/// ```
struct SettingsFile {
    /// What the file says, and defaults for the rest.
    private(set) var settings: REPLSettings
    /// What it says in vain, with file and line.
    private(set) var problems: [String] = []
    private let path: String
    private let outline: TOMLOutline

    /// A key of `[repl]`: reads its value into the settings, or says what is wrong with it.
    private struct Key {
        var name: String
        var read: (any TOMLValueConvertible, inout REPLSettings) throws(Mistake) -> Void
    }

    struct Mistake: Error {
        var text: String
    }

    init(text: String, path: String, defaults: REPLSettings = REPLSettings()) {
        settings = defaults
        self.path = DisplayText.safe(path, limit: 200)
        outline = TOMLOutline(text)
        do {
            let whole = try TOMLTable(string: text)
            // Values point into the table they come from, and do not keep it alive (TOMLKit 0.6.0).
            withExtendedLifetime(whole) { read(whole) }
        } catch let error as TOMLParseError {
            let place = error.source.begin
            let why = DisplayText.safe(error.description, limit: 200)
            problems = ["\(self.path):\(place.line):\(place.column): \(why)"]
        } catch {
            problems = ["\(self.path): \(error)"]
        }
    }

    private mutating func read(_ whole: TOMLTable) {
        for name in whole.keys where name != "repl" {
            problems.append(at(outline.line(of: [name]), Self.unknown(name, among: ["repl"])))
        }
        guard let value = whole["repl"] else { return }
        guard let table = value.table else {
            let text = "repl: expected a table, found \(Self.name(of: value))"
            return problems.append(at(outline.line(of: ["repl"]), text))
        }
        for name in table.keys {
            guard let value = table[name] else { continue }
            do throws(Mistake) { try read(value, of: name) } catch {
                problems.append(at(outline.line(of: ["repl", name]), error.text))
            }
        }
    }

    private mutating func read(
        _ value: any TOMLValueConvertible, of name: String
    ) throws(Mistake) {
        guard let key = Self.keys.first(where: { $0.name == name }) else {
            throw Mistake(text: Self.unknown(name, among: Self.keys.map(\.name)))
        }
        do throws(Mistake) { try key.read(value, &settings) } catch {
            throw Mistake(text: "\(name): \(error.text)")
        }
    }

    private func at(_ line: Int?, _ text: String) -> String {
        line.map { "\(path):\($0): \(text)" } ?? "\(path): \(text)"
    }

    private static func unknown(_ name: String, among known: [String]) -> String {
        let near = nearest(name, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
        return "unknown key \"\(DisplayText.safe(name, limit: 40))\".\(near)"
    }

    // MARK: Keys

    private static var keys: [Key] {
        [
            choice("edit_mode") { $0.editMode = $1 },
            Key(name: "theme") { (value, settings) throws(Mistake) in
                guard let text = value.string else { throw mismatch("a string", value) }
                settings.theme = text
            },
            choice("mode") { $0.displayMode = $1 },
            choice("locals") { $0.locals = $1 },
            flag("suggestions") { $0.suggests = $1 },
            flag("signatures") { $0.showsSignatures = $1 },
            flag("colors") { $0.colorsInput = $1 },
            flag("complete_ids") { $0.completesIDs = $1 },
            Key(name: "history_size") { (value, settings) throws(Mistake) in
                guard value.type == .int, let count = value.int else {
                    throw mismatch("an integer", value)
                }
                guard (0...1_000_000).contains(count) else {
                    throw Mistake(text: "\(count) is not between 0 and 1000000")
                }
                settings.historySize = count
            },
            flag("pager") { $0.pages = $1 },
            flag("private") { $0.isPrivate = $1 },
            flag("plain") { $0.isPlain = $1 },
            flag("quiet") { $0.isQuiet = $1 },
        ]
    }

    private static func flag(
        _ name: String, _ set: @escaping (inout REPLSettings, Bool) -> Void
    ) -> Key {
        Key(name: name) { (value, settings) throws(Mistake) in
            guard let flag = value.bool else { throw mismatch("true or false", value) }
            set(&settings, flag)
        }
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ set: @escaping (inout REPLSettings, Choice) -> Void
    ) -> Key {
        Key(name: name) { (value, settings) throws(Mistake) in
            guard let word = value.string else { throw mismatch("a string", value) }
            guard let choice = Choice(rawValue: word) else {
                let words = Choice.allCases.map(\.rawValue)
                let near = nearest(word, among: words).map { ". Did you mean \"\($0)\"?" } ?? ""
                let shown = DisplayText.safe(word, limit: 40)
                throw Mistake(
                    text: "\"\(shown)\" is none of \(words.joined(separator: ", "))\(near)")
            }
            set(&settings, choice)
        }
    }

    private static func mismatch(_ wanted: String, _ value: any TOMLValueConvertible) -> Mistake {
        Mistake(text: "expected \(wanted), found \(name(of: value))")
    }

    private static func name(of value: any TOMLValueConvertible) -> String {
        switch value.type {
        case .table: "a table"
        case .array: "an array"
        case .string: "a string"
        case .int: "an integer"
        case .double: "a float"
        case .bool: "a boolean"
        case .date, .time, .dateTime: "a \(value.type.description)"
        }
    }
}
