/// One thing that a script may need, and that its host may not grant.
public enum LuaCapability: Sendable, Hashable {
    /// Reading this file, or below this folder.
    case readFile(String)
    /// Changing, making or removing this file.
    case writeFile(String)
    /// Reading this variable of the process's environment.
    case environment(String)
    /// Connecting to this host: a name or an address, without a port.
    case host(String)
    /// Accepting connections.
    case listen
    /// What a module defines for itself, such as `tavus.read` or `clock`.
    case named(String)

    /// What error objects name it by, such as `file.read`.
    public var name: String {
        switch self {
        case .readFile: "file.read"
        case .writeFile: "file.write"
        case .environment: "environment"
        case .host: "net.connect"
        case .listen: "net.listen"
        case .named(let name): name
        }
    }

    /// The path, variable or host in question.
    public var subject: String? {
        switch self {
        case .readFile(let subject), .writeFile(let subject), .environment(let subject),
            .host(let subject):
            subject
        case .listen, .named: nil
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .readFile(let path):
            "it may not read '\(path)'; to allow it, grant reading that file or a folder it is in"
        case .writeFile(let path):
            "it may not write '\(path)'; to allow it, grant writing that file or a folder it is in"
        case .environment(let name):
            "it may not read the environment variable '\(name)'; to allow it, grant that name"
        case .host(let name):
            "it may not connect to '\(name)'; to allow it, grant that host"
        case .listen:
            "it may not accept connections; to allow it, grant listening"
        case .named(let name):
            "it lacks '\(name)'; to allow it, grant '\(name)'"
        }
    }
}

/// A script asked for what it was not granted.
///
/// In Lua an error object with the code `permission_denied`, and what it lacks in the fields
/// `capability`, such as `file.read`, and `subject`, such as the path.
public struct LuaPermissionError: LuaConvertibleError, Equatable, CustomStringConvertible {
    public let capability: LuaCapability
    /// What about it was in the way, where the grant alone does not say.
    public let reason: String?

    public init(_ capability: LuaCapability, reason: String? = nil) {
        self.capability = capability
        self.reason = reason
    }

    public var description: String {
        "the script has no permission: \(capability.sentence)" + (reason.map { " (\($0))" } ?? "")
    }

    public var luaMessage: String { description }
    public var luaFields: [(String, LuaValue)] {
        [("code", "permission_denied"), ("capability", .string(capability.name))]
            + (capability.subject.map { [("subject", .string($0))] } ?? [])
    }
}
