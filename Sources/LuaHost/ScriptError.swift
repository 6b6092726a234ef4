/// A script that did not compile, or raised an error that nothing caught.
public struct ScriptError: Error, CustomStringConvertible {
    /// What `tostring` gives for the error value; a sentence about its type where that fails.
    public var message: String
    /// `stack traceback: …` of the place where it was raised; empty for syntax errors.
    public var traceback: String
    /// The nearest line of the script, such as `sweep.lua:12`, where it is known.
    public var location: String?
    /// The Swift error that a host function threw, itself.
    public var cause: (any Error)?
    /// The other fields of an error table that are no tables, such as `code`.
    public var fields: [String: LuaValue]
    public var isSyntaxError: Bool
    /// The text ended too early: more lines could complete it (a REPL asks for them).
    public var incompleteInput: Bool

    public init(
        message: String, traceback: String = "", location: String? = nil,
        cause: (any Error)? = nil, fields: [String: LuaValue] = [:],
        isSyntaxError: Bool = false, incompleteInput: Bool = false
    ) {
        self.message = message
        self.traceback = traceback
        self.location = location
        self.cause = cause
        self.fields = fields
        self.isSyntaxError = isSyntaxError
        self.incompleteInput = incompleteInput
    }

    /// The field `code` of an error table.
    public var code: String? {
        guard case .string(let code)? = fields["code"] else { return nil }
        return code.utf8
    }

    public var description: String {
        traceback.isEmpty ? message : "\(message)\n\(traceback)"
    }
}

/// A run that ended because it was interrupted, or because the Swift task awaiting it was cancelled.
public struct LuaCancelled: Error, Equatable, CustomStringConvertible {
    public init() {}
    public var description: String { "the script was cancelled" }
}

/// A run that ended by `os.exit`.
public struct ScriptExit: Error, Equatable, CustomStringConvertible {
    public let status: Int32
    public init(status: Int32) { self.status = status }
    public var description: String { "the script ended itself with status \(status)" }
}

/// Source text that could not be read.
public struct FileProblem: Error, Equatable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "cannot read \(path): \(reason)" }
}

/// A session that was closed, or could not be made.
public struct SessionUnavailable: Error, Equatable, CustomStringConvertible {
    public let reason: String
    public init(reason: String) { self.reason = reason }
    public var description: String { "no Lua session: \(reason)" }
}
