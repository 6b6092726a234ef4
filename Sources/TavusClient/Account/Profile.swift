import Glibc
import JSONValue
import TavusAPI

/// A named account on this machine: `$XDG_CONFIG_HOME/tavlua/profiles/NAME.json`, mode 0600.
///
/// ```json
/// { "api_key_file": "acme.key", "base_url": "https://tavusapi.com" }
/// ```
/// The key stands in `api_key` or in a file of its own; a relative path starts at the profile.
struct Profile: Sendable, Equatable {
    static let defaultName = "default"

    var key: APIKey?
    var baseURL: BaseURL?

    /// Reads the profile of this name.
    static func named(
        _ name: String, environment: [String: String]
    ) throws(ConfigurationError) -> Profile {
        let path = try path(of: name, environment: environment)
        guard access(path, F_OK) == 0 else {
            // A key in the place of the name is a slip that must not print it.
            let why = "no profile \"\(name)\": \(DisplayText.safe(path, limit: 200)) is missing"
            throw ConfigurationError(.configuration, Redaction().redacting(why))
        }
        return try Profile(parsing: PrivateFile.text(at: path, what: "profile"), at: path)
    }

    /// Whether a profile of this name is there; false also where no home folder is known.
    static func exists(_ name: String, environment: [String: String]) -> Bool {
        guard let folder = folder(environment) else { return false }
        return access("\(folder)/\(name).json", F_OK) == 0
    }

    static func path(
        of name: String, environment: [String: String]
    ) throws(ConfigurationError) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80
                && (character.isLetter || character.isNumber || "-_.".contains(character))
        }
        guard !name.isEmpty, isPlain, !name.hasPrefix(".") else {
            throw ConfigurationError(
                .usage,
                "profile \"\(DisplayText.safe(name, limit: 80))\": a name is made of letters, digits,"
                    + " \"-\", \"_\" and \".\"")
        }
        guard let folder = folder(environment) else {
            throw ConfigurationError(
                .configuration, "profile \"\(name)\": neither XDG_CONFIG_HOME nor HOME is set")
        }
        return "\(folder)/\(name).json"
    }

    private static func folder(_ environment: [String: String]) -> String? {
        // XDG Base Directory Specification 0.8: relative paths in the variable are to be ignored.
        if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
            return configuration + "/tavlua/profiles"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.config/tavlua/profiles"
    }

    private init(parsing text: String, at path: String) throws(ConfigurationError) {
        let source = "profile \(DisplayText.safe(path, limit: 200))"
        func refusal(_ why: String) -> ConfigurationError {
            ConfigurationError(.configuration, "\(source): \(why)")
        }
        var members: [String: String] = [:]
        let value: JSONValue
        do throws(JSONParseError) { value = try JSONValue(parsing: text) } catch {
            throw refusal("line \(error.line), column \(error.column): \(error.reason)")
        }
        guard let object = value.objectValue else { throw refusal("not a JSON object") }
        let known = ["api_key", "api_key_file", "base_url"]
        for (name, value) in object {
            guard known.contains(name) else {
                let near = nearest(name, among: known).map { ". Did you mean \"\($0)\"?" } ?? ""
                let shown = DisplayText.safe(Redaction().redacting(name), limit: 40)
                throw refusal("unknown member \"\(shown)\"\(near)")
            }
            guard let text = value.stringValue else { throw refusal("\(name) must be a string") }
            members[name] = text
        }
        guard members["api_key"] == nil || members["api_key_file"] == nil else {
            throw refusal("give api_key or api_key_file, not both")
        }
        if let file = members["api_key_file"] {
            let folder = path.prefix(path.count - path.reversed().prefix { $0 != "/" }.count)
            key = try KeyFile.key(at: file.hasPrefix("/") ? file : folder + file)
        } else if let raw = members["api_key"] {
            key = try APIKey(raw, from: "\(source): api_key")
        }
        if let given = members["base_url"] {
            baseURL = try BaseURL(given, from: "\(source): base_url")
        }
    }
}

/// A file whose only content is a key.
enum KeyFile {
    static func key(at path: String) throws(ConfigurationError) -> APIKey {
        var text = try PrivateFile.text(at: path, what: "key file")[...]
        while let last = text.last, last.isNewline { text = text.dropLast() }
        return try APIKey(String(text), from: "key file \(DisplayText.safe(path, limit: 200))")
    }
}
