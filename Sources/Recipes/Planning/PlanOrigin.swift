import JSONValue

/// What a plan was made from: as long as all of it is the same, the plan holds.
public struct PlanOrigin: Sendable, Equatable {
    /// The script or recipe as it was named; nil for code of the command line.
    public let script: String?
    /// Of the script's text, or of the recipe's tree.
    public let sha256: String
    public let arguments: [String]
    /// The files that arguments name.
    public let inputs: [PlanInput]
    /// The target and the account, without a key: "live profile acme https://tavusapi.com".
    public let account: String

    public init(
        script: String?, sha256: String, arguments: [String], inputs: [PlanInput], account: String
    ) {
        self.script = script
        self.sha256 = sha256
        self.arguments = arguments
        self.inputs = inputs
        self.account = account
    }

    /// The same of a script in one file.
    public init(scriptAt path: String, arguments: [String], account: String) {
        self.init(
            script: path, sha256: Self.fingerprint(ofScript: path) ?? "",
            arguments: arguments, inputs: Self.inputs(in: arguments), account: account)
    }

    /// Code that stands in the command line.
    public init(code: String, arguments: [String], account: String) {
        self.init(
            script: nil, sha256: Self.fingerprint(of: Array(code.utf8)), arguments: arguments,
            inputs: Self.inputs(in: arguments), account: account)
    }

    /// Of a script's text, or of all files of a recipe's folder; nil where there is no such thing.
    public static func fingerprint(ofScript path: String) -> String? {
        if let bytes = PlanInput.bytes(of: path) { return fingerprint(of: bytes) }
        do { return try RecipeFolder.read(path).hash.hex } catch { return nil }
    }

    static func fingerprint(of bytes: [UInt8]) -> String { SHA256Text.hex(of: bytes) }

    /// Each argument that names a file, as `leads.csv`, `--rows=leads.csv` or `@text.txt`.
    public static func inputs(in arguments: [String]) -> [PlanInput] {
        var found: [PlanInput] = []
        for argument in arguments {
            let value = argument.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
            for path in [argument, value, String(value.drop { $0 == "@" })] {
                guard !path.isEmpty, !found.contains(where: { $0.path == path }) else { continue }
                if let input = PlanInput(path: path) { found.append(input) }
            }
        }
        return found
    }

    /// What is not any more as it was planned; nil: everything is.
    /// - Parameter sha256: the script's or recipe's now; nil where it is gone.
    public func difference(sha256 now: String?, account: String) -> String? {
        if account != self.account {
            return "the plan was made for \(self.account), and this is \(account)"
        }
        if let script, now != sha256 {
            return now == nil
                ? "\(script) is not there any more" : "\(script) changed since the plan was made"
        }
        for input in inputs {
            guard let now = PlanInput(path: input.path) else {
                return "\(input.path) is not there any more"
            }
            if let difference = now.difference(from: input) { return difference }
        }
        return nil
    }

    public var json: JSONValue {
        [
            "script": script.map { .string($0) } ?? .null, "sha256": .string(sha256),
            "arguments": .array(arguments.map { .string($0) }),
            "inputs": .array(inputs.map(\.json)), "account": .string(account),
        ]
    }

    init?(_ json: JSONValue) {
        guard let sha256 = json["sha256"]?.stringValue, let account = json["account"]?.stringValue,
            let arguments = json["arguments"]?.arrayValue, let inputs = json["inputs"]?.arrayValue
        else { return nil }
        self.init(
            script: json["script"]?.stringValue, sha256: sha256,
            arguments: arguments.compactMap(\.stringValue),
            inputs: inputs.compactMap { PlanInput($0) }, account: account)
    }
}
