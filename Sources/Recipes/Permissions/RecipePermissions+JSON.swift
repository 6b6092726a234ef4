import JSONValue
import TavusAPI

extension RecipePermissions {
    /// Reads a table such as
    /// `{ operations = ["videos.create", "read"], read = ["{rows}"], budget = { videos = 500 } }`.
    ///
    /// | member | holds |
    /// |---|---|
    /// | `operations` | entries of ``OperationPattern``, and `hard-delete` |
    /// | `hosts` | names, `*.name`, addresses |
    /// | `read`, `write` | files and folders, `{name}` for the file of a parameter |
    /// | `env`, `secrets` | names |
    /// | `listen` | true or false |
    /// | `budget` | see ``Budget`` |
    ///
    /// Instead of a list, `["*"]` permits all there are.
    /// - Throws: ``PermissionProblem``, for a member of another name, too.
    public init(_ table: JSONObject) throws(PermissionProblem) {
        self.init()
        for (name, value) in table {
            switch name {
            case "operations": operations = try Self.rules(value, at: name)
            case "hosts": hosts = try Self.names(value, at: name, check: PermittedNames.checkHost)
            case "read": read = try Self.names(value, at: name, check: PermittedNames.checkPath)
            case "write": write = try Self.names(value, at: name, check: PermittedNames.checkPath)
            case "env": env = try Self.names(value, at: name, check: PermittedNames.checkWord)
            case "secrets":
                secrets = try Self.names(value, at: name, check: PermittedNames.checkWord)
            case "listen": listens = try Self.flag(value, at: name)
            case "budget":
                guard case .object(let limits) = value else {
                    throw PermissionProblem(name, "expected a table, got \(value.shownKind)")
                }
                budget = try Budget(limits, at: name)
            default: throw Self.unknown(name)
            }
        }
    }

    /// The members that the table may have.
    public static let memberNames = [
        "operations", "hosts", "read", "write", "env", "secrets", "listen", "budget",
    ]

    private static func unknown(_ name: String) -> PermissionProblem {
        let near = nearest(name, among: memberNames)
        return PermissionProblem(
            DisplayText.safe(name, limit: 60),
            "there is no such permission."
                + (near.map { " Did you mean \"\($0)\"?" }
                    ?? " There are \(memberNames.joined(separator: ", "))."))
    }

    private static func flag(
        _ value: JSONValue, at place: String
    ) throws(PermissionProblem) -> Bool {
        guard let flag = value.boolValue else {
            throw PermissionProblem(place, "expected true or false, got \(value.shownKind)")
        }
        return flag
    }

    private static func rules(
        _ value: JSONValue, at place: String
    ) throws(PermissionProblem) -> OperationRules {
        var rules = OperationRules()
        for (index, text) in try texts(value, at: place).enumerated() {
            if text == OperationRules.hardDelete {
                rules.allowsHardDelete = true
            } else {
                rules.patterns.insert(try OperationPattern(text, at: "\(place)[\(index + 1)]"))
            }
        }
        return rules
    }

    private static func names(
        _ value: JSONValue, at place: String, check: (String) -> String?
    ) throws(PermissionProblem) -> PermittedNames {
        let texts = try texts(value, at: place)
        if texts == ["*"] { return .all }
        for (index, text) in texts.enumerated() {
            guard let why = check(text) else { continue }
            throw PermissionProblem(
                "\(place)[\(index + 1)]", "\"\(DisplayText.safe(text, limit: 100))\" \(why)")
        }
        return .only(Set(texts))
    }

    private static func texts(
        _ value: JSONValue, at place: String
    ) throws(PermissionProblem) -> [String] {
        guard case .array(let items) = value else {
            throw PermissionProblem(place, "expected a list of texts, got \(value.shownKind)")
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.stringValue else {
                throw PermissionProblem(
                    "\(place)[\(index + 1)]", "expected a text, got \(item.shownKind)")
            }
            texts.append(text)
        }
        return texts
    }
}

extension RecipePermissions {
    /// As it is read: what is not permitted is left out, lists are in the order of the alphabet.
    public var json: JSONObject {
        var table: JSONObject = [:]
        func put(_ name: String, _ texts: [String]) {
            if !texts.isEmpty { table[name] = .array(texts.map { .string($0) }) }
        }
        put("operations", operations.texts)
        put("hosts", hosts.sorted ?? ["*"])
        put("read", read.sorted ?? ["*"])
        put("write", write.sorted ?? ["*"])
        put("env", env.sorted ?? ["*"])
        put("secrets", secrets.sorted ?? ["*"])
        if listens { table["listen"] = true }
        if !budget.isUnlimited { table["budget"] = .object(budget.json) }
        return table
    }

    /// The one text of these permissions: equal permissions have equal texts.
    public var canonicalText: String {
        JSONValue.object(json).serialized(.init(sortsKeys: true))
    }

    /// Of the canonical text, in hexadecimal: what locks and grants are bound to.
    public var sha256: String {
        SHA256Text.hex(of: Array(canonicalText.utf8))
    }
}

extension PermittedNames {
    private static func isVisible(_ text: String) -> Bool {
        !text.isEmpty && !text.unicodeScalars.contains(where: DisplayText.isHidden)
    }

    static func checkWord(_ text: String) -> String? {
        let isWord = text.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "*") && byte != UInt8(ascii: "=")
        }
        return isWord && isVisible(text) ? nil : "is no name; \"*\" alone permits all"
    }

    static func checkPath(_ text: String) -> String? {
        guard isVisible(text) else { return "is no path" }
        guard !text.utf8.contains(UInt8(ascii: "*")) else {
            return "has a star; a folder permits everything in it"
        }
        return nil
    }

    static func checkHost(_ text: String) -> String? {
        let name = text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
        let isHost = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        return isHost && !name.isEmpty
            ? nil : "is no host; write names in small letters without a scheme, \"*.example.com\""
    }
}
