import ArgumentParser
import LuaHost
import ScriptModules

/// Where `require "log"` writes: standard error, from the level of the command line on.
struct ScriptLog: Sendable {
    private let lowest: LogEntry.Level
    private let format: LogEntry.Format
    private let isQuiet: Bool

    init(_ settings: HostSettings) {
        lowest = settings.logLevel ?? (settings.verbosity > 0 ? .debug : .info)
        format = settings.logFormat
        isQuiet = settings.isQuiet
    }

    var module: LuaModule {
        LogModule.module(from: lowest) { [isQuiet, format] entry in
            guard !isQuiet else { return }
            StandardError.line(entry.line(format, time: WallClock.seconds))
        }
    }
}

extension LogEntry.Level: ExpressibleByArgument {}
extension LogEntry.Format: ExpressibleByArgument {}
