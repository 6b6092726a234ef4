import JSONValue
import LuaHost

/// The prompt's functions inside Lua. They run in one long run of the session, so that what entries
/// spawn goes on between them; cancelling the Swift task that awaits one stops that one.
struct LuaDriver: Sendable {
    private let functions: [String: LuaFunctionRef]
    /// The session's long run; nil where a script's run is paused instead.
    private let service: Task<Void, any Error>?

    private static let names = [
        "evaluate", "show", "detach", "attach", "wait_job", "reap_job", "members",
    ]

    /// Begins the session's long run.
    static func open(in session: LuaSession) async throws -> LuaDriver {
        let driver = "require '\(REPLConnection.moduleName)'"
        let fields = names.map { "driver.\($0)" }.joined(separator: ", ")
        let found = try await session.run("local driver = \(driver) return \(fields)", name: "repl")
        let service = Task { _ = try await session.run("\(driver).serve()", name: "repl") }
        return LuaDriver(found, service: service)
    }

    /// For a script that is paused; what breakpoint.lua passes.
    init(paused functions: [LuaValue]) { self.init(functions, service: nil) }

    private init(_ values: [LuaValue], service: Task<Void, any Error>?) {
        self.service = service
        var functions: [String: LuaFunctionRef] = [:]
        for (name, value) in zip(Self.names, values) {
            if case .function(let function) = value { functions[name] = function }
        }
        self.functions = functions
    }

    /// Waits until the session's run has ended: by ``REPLConnection/finish()``, or by `os.exit`. At once
    /// where a script is paused.
    func ended() async -> Result<Void, any Error> { await service?.result ?? .success(()) }

    /// Runs an entry.
    /// - Parameters:
    ///   - source: what is compiled; see ``EntrySource``.
    ///   - name: of the chunk, in messages.
    func evaluate(
        number: Int, source: String, name: String, mode: String
    ) async throws -> EvaluatedEntry {
        let results = try await function("evaluate").call(number, source, name, mode)
        return EvaluatedEntry(
            values: try Self.json(results, 0), born: try Self.json(results, 1).arrayValue ?? [],
            prompt: try Array(results.dropFirst(2)).value())
    }

    /// Shows values once more: `source` is a chunk that returns them.
    func show(source: String, mode: String) async throws -> JSONValue {
        try Self.json(try await function("show").call(source, mode), 0)
    }

    /// The entry in the foreground is a job from now on.
    func detach(_ number: Int) async throws { try await function("detach").call(number) }
    /// And now it is not any more.
    func attach(_ number: Int) async throws { try await function("attach").call(number) }

    func waitForJob(_ id: Int, mode: String) async throws -> JSONValue {
        try Self.json(try await function("wait_job").call(id, mode), 0)
    }

    func reapJob(_ id: Int) async throws { try await function("reap_job").call(id) }

    /// Names and Lua types of the members of what `path` leads to, and the name of its type.
    func members(of path: [String]) async throws -> LiveMembers {
        let list = JSONValue.array(path.map { .string($0) })
        let results = try await function("members").call(LuaValue.json(list.bytes()))
        let texts = (try Self.json(results, 0).arrayValue ?? []).compactMap(\.stringValue)
        let pairs = stride(from: 0, to: texts.count - 1, by: 2).map {
            LiveMembers.Member(name: texts[$0], type: texts[$0 + 1])
        }
        let type: String? = try Array(results.dropFirst()).value()
        return LiveMembers(members: pairs, type: type)
    }

    private func function(_ name: String) throws -> LuaFunctionRef {
        guard let function = functions[name] else {
            preconditionFailure("driver.lua has no function \(name)")
        }
        return function
    }

    private static func json(_ results: [LuaValue], _ index: Int) throws -> JSONValue {
        guard results.indices.contains(index), case .json(let text) = results[index] else {
            return .null
        }
        return try JSONValue(parsing: text)
    }
}

/// What came of an entry that succeeded.
struct EvaluatedEntry: Sendable {
    /// For ``ValueSnapshot``.
    var values: JSONValue
    /// The records among its results and variables: type, variable, ids.
    var born: [JSONValue]
    /// What `_PROMPT` says; nil where there is none.
    var prompt: String?
}
