import ArgumentParser
@preconcurrency import Glibc
import Synchronization
import TavusAPI
import TavusClient
import TavusEmulator

/// `tavlua emulator`: the API as a server of its own, until it is stopped.
struct EmulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulator", abstract: "Serve the emulator of the API on this machine.")

    @Option(name: .long, help: "The port; 0 takes a free one.")
    var port = 8765

    @Option(name: .long, help: ArgumentHelp("The data file.", valueName: "file"))
    var data: String?

    @Flag(name: .long, help: "Start empty, in memory.")
    var fresh = false

    @Option(name: .long, help: "Run calls and processing this much faster.")
    var speed = 1.0

    @Option(name: .long, help: "Accept this key only. It is no real one: anybody here can read it.")
    var apiKey: String?

    @Option(name: .long, help: "How many conversations may be active at once.")
    var concurrency = 3

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How long calls may last all together; then 402.", valueName: "minutes"))
    var credits: Double?

    @Option(
        name: .long,
        help: ArgumentHelp("Faults to inject, in TOML or JSON.", valueName: "file"))
    var faults: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where sources of the API disagree, take the other side: "
                + TavusEmulator.Dialect.usage + " (first the default).",
            valueName: "topic=value"))
    var dialect: [String] = []

    @Flag(
        name: .long, help: "Deliver webhooks to other machines, too; not only to this one.")
    var webhooksReachOut = false

    @Flag(name: [.customLong("quiet"), .customShort("q")], help: "No line for each request.")
    var isQuiet = false

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port wants 0 to 65535.") }
        guard TavusEmulator.Options.speeds.contains(speed) else {
            throw ValidationError("--speed wants a number from 0.000001 to 1000000000.")
        }
        guard concurrency >= 0 else { throw ValidationError("--concurrency wants 0 or more.") }
        guard (credits ?? 0) >= 0 else { throw ValidationError("--credits wants 0 or more.") }
        if fresh && data != nil {
            throw ValidationError("--fresh and --data contradict each other.")
        }
        do {
            _ = try TavusEmulator.Dialect(words: dialect)
        } catch {
            throw ValidationError("--\(error)")
        }
    }

    func run() async throws {
        Signals.surviveFileLimits()
        let token = SteeringToken()
        var options = TavusEmulator.Options(
            storage: fresh ? .memory : .file(data ?? StateFolder.emulatorData), port: port,
            apiKey: apiKey, concurrencyLimit: concurrency, speed: speed,
            dialect: try .init(words: dialect), credits: credits, steeringToken: token.text,
            webhooksReachOut: webhooksReachOut)
        if !isQuiet {
            options.onRequest = { entry in
                StandardError.line(
                    "\(entry.method) \(DisplayText.safe(entry.path, limit: 200)) \(entry.status)")
            }
        }
        let emulator = TavusEmulator(options)
        let stopped = AsyncStream.makeStream(of: Int32.self)
        Signals.onTermination { stopped.continuation.yield($0) }
        do {
            for fault in try faults.map(FaultPlanFile.faults) ?? [] {
                _ = try await emulator.steer("fault", fault)
            }
            let bound = try await emulator.start()
            try announce(bound, token)
        } catch {
            StandardError.line("tavlua emulator: \(error)")
            throw CommandEnd(status: ExitStatus.failure)
        }
        var signal: Int32 = SIGTERM
        for await number in stopped.stream {
            signal = number
            break
        }
        await emulator.stop()
        token.remove()
        throw CommandEnd(status: 128 + signal)
    }

    private func announce(_ bound: Int, _ token: SteeringToken) throws {
        let path = try token.store(port: bound)
        if !isQuiet {
            StandardError.line("steering: /__emulator/ with x-emulator-token: \(token.text)")
            StandardError.line("steering: the token is in \(DisplayText.safe(path)), too")
        }
        print("listening on http://127.0.0.1:\(bound)")
        fflush(stdout)
    }
}
