import ArgumentParser
import LuaHost
import ScriptModules

/// Where `require "log"` writes: standard error, from the level of the command line on.
struct ScriptLog: Sendable {
    private let lowest: LogEntry.Level
    private let format: LogEntry.Format
    private let say: @Sendable (String) -> Void

    /// - Parameter say: in the place of standard error.
    init(_ settings: HostSettings, say: (@Sendable (String) -> Void)? = nil) {
        lowest = settings.logLevel ?? (settings.verbosity > 0 ? .debug : .info)
        format = settings.logFormat
        let isQuiet = settings.isQuiet
        self.say = say ?? { line in if !isQuiet { StandardError.line(line) } }
    }

    var module: LuaModule {
        LogModule.module(from: lowest) { [say, format] entry in
            say(entry.line(format, time: WallClock.seconds))
        }
    }
}

extension LogEntry.Level: ExpressibleByArgument {}
extension LogEntry.Format: ExpressibleByArgument {}
