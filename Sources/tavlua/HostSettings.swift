import ArgumentParser
import LuaHost
import Recipes
import ScriptModules
import TavusEmulator
import TavusLua

/// What a user may say about the target and the run, with its defaults: the fast path of the
/// command line uses them without entering the argument parser.
struct HostSettings: Sendable {
    var usesEmulator = false
    var usesLive = false
    var isFresh = false
    var emulatorData: String?
    var emulatorSpeed = 1.0
    var profile: String?
    var keyFile: String?
    var baseURL: String?
    var isQuiet = false
    var verbosity = 0
    var timeout: Double?
    var requestTimeout: Double?
    var connectTimeout: Double?
    var maxWait: Double?
    var allowsBinaryChunks = false
    var isIsolated = false
    var assumesYes = false
    var logLevel: LogEntry.Level?
    var logFormat = LogEntry.Format.text
    var rights = RunRights()
    /// What the code may do before the rights of the run: of a stranger's recipe what its header declares.
    var permitted = RecipePermissions.all
    /// Nil is real time.
    var clock: LuaVirtualClock?
    /// What answers `require "http"`; nil is the network.
    var web: HTTPModule.Send?
}

/// The options of a run as the argument parser reads them. They stand before the script; what
/// stands after it belongs to the script.
struct HostOptions: ParsableArguments {
    @Flag(name: .customLong("emulator"), help: "Use the emulator, even if a key is configured.")
    var usesEmulator = false

    @Flag(name: .customLong("live"), help: "Use the live service; fails without a key.")
    var usesLive = false

    @Flag(name: .customLong("fresh"), help: "Start the emulator empty, in memory.")
    var isFresh = false

    @Option(name: .long, help: ArgumentHelp("The emulator's data file.", valueName: "file"))
    var emulatorData: String?

    @Option(name: .long, help: ArgumentHelp("Run the emulator's clock this much faster."))
    var emulatorSpeed = 1.0

    @Option(name: .long, help: "The account to use, by the name of its profile.")
    var profile: String?

    @Option(
        name: .customLong("api-key-file"),
        help: ArgumentHelp("Read the API key from this file.", valueName: "file"))
    var keyFile: String?

    @Option(name: .customLong("base-url"), help: ArgumentHelp("Another server.", valueName: "url"))
    var baseURL: String?

    @Flag(name: [.customLong("quiet"), .customShort("q")], help: "Nothing but the result.")
    var isQuiet = false

    @Flag(name: .shortAndLong, help: "Log each request; twice for more.")
    var verbose: Int

    @Option(name: .long, help: ArgumentHelp("End the run after this time.", valueName: "duration"))
    var timeout: DurationArgument?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Limit of one call with all its attempts, 90s; 0 for none.", valueName: "duration"))
    var requestTimeout: DurationArgument?

    @Option(name: .long, help: ArgumentHelp("Limit of connecting, 5s.", valueName: "duration"))
    var connectTimeout: DurationArgument?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The longest wait that a server may ask for before a call is sent again, 60s.",
            valueName: "duration"))
    var maxWait: DurationArgument?

    @Option(
        name: .long, help: ArgumentHelp("What require \"log\" shows: debug, info, warn or error."))
    var logLevel: LogEntry.Level?

    @Option(name: .long, help: "How it is shown: text, or json, an object a line.")
    var logFormat = LogEntry.Format.text

    @Flag(
        name: .customLong("isolated"),
        help: "Run the script in a process of its own, without files and other programs.")
    var isIsolated = false

    @Flag(
        name: [.customLong("yes"), .customShort("y")],
        help: "Delete on a live target without being asked.")
    var assumesYes = false

    @OptionGroup var rights: RightsOptions

    @Flag(
        name: .customLong("allow-binary-chunks"),
        help: ArgumentHelp(
            "Let load accept precompiled Lua, which can crash it.", visibility: .hidden))
    var allowsBinaryChunks = false

    var settings: HostSettings {
        HostSettings(
            usesEmulator: usesEmulator, usesLive: usesLive, isFresh: isFresh,
            emulatorData: emulatorData, emulatorSpeed: emulatorSpeed, profile: profile,
            keyFile: keyFile, baseURL: baseURL, isQuiet: isQuiet, verbosity: verbose,
            timeout: timeout?.seconds, requestTimeout: requestTimeout?.seconds,
            connectTimeout: connectTimeout?.seconds, maxWait: maxWait?.seconds,
            allowsBinaryChunks: allowsBinaryChunks,
            isIsolated: isIsolated, assumesYes: assumesYes, logLevel: logLevel,
            logFormat: logFormat, rights: rights.rights)
    }

    func validate() throws {
        guard TavusEmulator.Options.speeds.contains(emulatorSpeed) else {
            throw ValidationError("--emulator-speed wants a number from 0.000001 to 1000000000.")
        }
        if let connectTimeout, connectTimeout.seconds == 0 {
            throw ValidationError("--connect-timeout wants a time above 0.")
        }
        if isFresh && emulatorData != nil {
            throw ValidationError("--fresh and --emulator-data contradict each other.")
        }
        if isIsolated && allowsBinaryChunks {
            throw ValidationError("--isolated and --allow-binary-chunks contradict each other.")
        }
    }
}

/// A duration as Lua takes it: seconds, or text such as 90s, 45m, 6h, 2d.
struct DurationArgument: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        guard let duration = Duration(spelled: argument) else { return nil }
        seconds = duration.inSeconds
    }
}
