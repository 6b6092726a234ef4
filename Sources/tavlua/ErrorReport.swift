import Glibc
import LuaHost
import REPL
import Recipes
import ScriptModules
import TavusAPI
import TavusClient
import TavusLua

/// Says on standard error what went wrong, and with which status that ends the program.
struct ErrorReport: Sendable {
    /// With Lua's whole traceback.
    let isVerbose: Bool

    /// - Returns: the exit status of the contract for this error.
    func print(_ error: any Error) -> Int32 {
        switch error {
        case let error as ScriptError: StandardError.line(text(of: error))
        case let problem as FileProblem:
            StandardError.line("tavlua: " + DisplayText.safe(problem.description))
        case let problem as ConfigurationError:
            StandardError.line("tavlua: " + DisplayText.safeLines(problem.message))
        case let problem as RecipeError: return CommandEnd(problem).status
        case let error as TavusError: StandardError.line(DisplayText.safe(error.description))
        default: StandardError.line("tavlua: " + DisplayText.safeLines("\(error)"))
        }
        return Self.status(of: error)
    }

    /// The exit status of the contract, with nothing said.
    static func status(of error: any Error) -> Int32 {
        switch error {
        case let exit as ScriptExit: exit.status
        case let error as ScriptError: status(of: error)
        case is FileProblem: ExitStatus.noSuchScript
        case let problem as ConfigurationError: problem.exitStatus
        case let problem as RecipeError: problem.exitStatus
        case let error as TavusError: ExitStatus.of(error)
        default: ExitStatus.failure
        }
    }

    private static func status(of error: ScriptError) -> Int32 {
        switch error.cause {
        // What a recipe that this one calls did not catch.
        case let cause as ScriptError: status(of: cause)
        case let cause as TavusError: ExitStatus.of(cause)
        case let cause as ConfigurationError: cause.exitStatus
        case is WebRefusal, is LuaPermissionError: ExitStatus.permissionDenied
        case let cause as ModuleError where cause.code == .invalidData: ExitStatus.badInput
        case let cause as RecipeError: cause.exitStatus
        default: ExitStatus.failure
        }
    }

    func text(of error: ScriptError) -> String {
        ScriptDiagnosis(error, source: Self.source).text(isVerbose: isVerbose)
    }

    /// The text of a script. What a message begins with may name anything: only a file of usual size is read.
    private static func source(_ path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= 1 << 20
        else { return nil }
        do { return try TextFile.read(path) } catch { return nil }
    }
}
