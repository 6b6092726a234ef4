import Glibc

/// The process that ran an isolated script has ended, or had to be ended, in the middle of a run.
///
/// The next run of the session begins with a new process.
public struct LuaWorkerDied: Error, Equatable, CustomStringConvertible {
    public enum Cause: Sendable, Equatable {
        /// By a signal that nobody here sent: it crashed, left its sandbox, or used up the machine.
        case signal(Int32)
        case exited(status: Int32)
        /// It sent what no worker sends: a script has taken it over. It was killed.
        case misbehaved(String)
    }

    public let cause: Cause

    public init(cause: Cause) { self.cause = cause }

    public var description: String {
        switch cause {
        case .signal(SIGSYS):
            "the script was killed: it tried to leave its sandbox (SIGSYS)"
        case .signal(SIGXCPU):
            "the script was killed: it used up its processor time (SIGXCPU)"
        case .signal(SIGKILL):
            "the script's process was killed (SIGKILL), most likely for want of memory"
        case .signal(let number):
            "the script crashed its process (\(Self.name(of: number)))"
        case .exited(let status):
            "the script's process ended with status \(status)"
        case .misbehaved(let what):
            "the script's process was killed: \(what)"
        }
    }

    private static func name(of signal: Int32) -> String {
        switch signal {
        case SIGSEGV: "SIGSEGV"
        case SIGBUS: "SIGBUS"
        case SIGABRT: "SIGABRT"
        case SIGILL: "SIGILL"
        case SIGFPE: "SIGFPE"
        default: "signal \(signal)"
        }
    }
}
