import JSONValue
import TavusAPI

/// What `--allow KIND=…` and `--deny KIND=…` say, which may be given again and again.
public struct PermissionFlags: Sendable, Equatable {
    /// What is granted beside everything else.
    public private(set) var allowed = RecipePermissions()
    public private(set) var denied = Denials()
    /// Whether what others made may run without a process of its own on a live target.
    public private(set) var allowsInProcess = false

    /// - Parameters:
    ///   - allow: such as `operations=videos.create,read`, `hosts=api.example.com`, `hard-delete`; a kind
    ///     without a value is all of it.
    ///   - deny: `operations=…` and `hard-delete`; what is denied stays denied.
    /// - Throws: ``PermissionProblem``.
    public init(
        allow: [String] = [], deny: [String] = [], isReadOnly: Bool = false,
        forbidsDelete: Bool = false
    ) throws(PermissionProblem) {
        for flag in allow where flag == "in-process" { allowsInProcess = true }
        for flag in allow where flag != "in-process" {
            allowed.formUnion(try Self.permissions(flag, option: "--allow"))
        }
        for flag in deny {
            let named = try Self.permissions(flag, option: "--deny")
            denied.operations.formUnion(named.operations)
            denied.beyond.formUnion(named)
        }
        denied.isReadOnly = isReadOnly
        denied.forbidsDelete = forbidsDelete
    }

    private static func permissions(
        _ flag: String, option: String
    ) throws(PermissionProblem) -> RecipePermissions {
        let halves = flag.split(separator: "=", maxSplits: 1).map(String.init)
        let kind = halves.first ?? ""
        if flag == OperationRules.hardDelete {
            return RecipePermissions(operations: OperationRules(allowsHardDelete: true))
        }
        if flag == "listen" { return RecipePermissions(listens: true) }
        let kinds = RecipePermissions.memberNames.filter { $0 != "budget" && $0 != "listen" }
        guard kinds.contains(kind) else {
            let near = nearest(kind, among: kinds + ["listen", OperationRules.hardDelete])
            throw PermissionProblem(
                "\(option) \(DisplayText.safe(flag, limit: 100))",
                "there is no such kind." + (near.map { " Did you mean \"\($0)\"?" } ?? "")
                    + " There are \(kinds.joined(separator: ", ")), listen, hard-delete.")
        }
        let entries = halves.count == 2 ? halves[1].split(separator: ",").map(String.init) : ["*"]
        return try RecipePermissions([kind: .array(entries.map { .string($0) })])
    }
}

extension RecipePermissions {
    /// Adds what the other permits. Its budget is not looked at.
    public mutating func formUnion(_ other: RecipePermissions) {
        operations.formUnion(other.operations)
        hosts.formUnion(other.hosts)
        read.formUnion(other.read)
        write.formUnion(other.write)
        env.formUnion(other.env)
        secrets.formUnion(other.secrets)
        listens = listens || other.listens
    }

    /// The flags that would grant all of it: `--allow operations=videos.create --budget videos=20`.
    public var flags: [String] {
        var flags: [String] = []
        func add(_ kind: String, _ entries: [String]) {
            guard !entries.isEmpty else { return }
            flags.append(
                "--allow " + ShellWord.quoted("\(kind)=\(entries.joined(separator: ","))"))
        }
        add("operations", operations.texts.filter { $0 != OperationRules.hardDelete })
        if operations.allowsHardDelete { flags.append("--allow hard-delete") }
        add("hosts", hosts.sorted ?? ["*"])
        add("read", read.sorted ?? ["*"])
        add("write", write.sorted ?? ["*"])
        add("env", env.sorted ?? ["*"])
        add("secrets", secrets.sorted ?? ["*"])
        if listens { flags.append("--allow listen") }
        return flags
    }

}

/// Text for a command line.
enum ShellWord {
    /// The word as it is where a shell takes it so, else in single quotes.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_.,=/:@%+".utf8.contains(byte)
            }
        }
        return isPlain && !word.isEmpty
            ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

extension PermittedNames {
    mutating func formUnion(_ other: PermittedNames) {
        guard case .only(let names) = self, case .only(let others) = other else {
            self = .all
            return
        }
        self = .only(names.union(others))
    }
}
