import Glibc
import LuaHost

/// What the system says of a file, as an error of the function that was called.
enum FileFault {
    /// - Parameters:
    ///   - act: what was being done, such as `cannot write`.
    ///   - number: the error, `errno` at this moment.
    static func error(
        _ act: String, _ path: String, in function: String, number: Int32 = errno
    ) -> ModuleError {
        ModuleError(.failed, in: function, "\(act) \(path): \(String(cString: strerror(number)))")
    }

    /// Gives the errors of the host's own opening the name of the function.
    static func naming<Result: ~Copyable>(
        _ function: String, _ act: String, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let problem as FileProblem {
            throw ModuleError(.failed, in: function, "\(act) \(problem.path): \(problem.reason)")
        }
    }
}
