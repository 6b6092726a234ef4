import JSONValue
import LuaHost
import Synchronization

/// Runs the Lua half for one file: `spec.collect` or `spec.run`, on a new stage.
struct SpecDriver {
    let file: SpecFile
    let timeout: Duration
    let stage: SpecStage.Maker

    /// What a test that was stopped may take to end.
    private static let grace = Duration.seconds(5)

    /// A file that cannot be loaded.
    struct Broken: Error {
        let outcome: SpecOutcome
    }

    func collect() async -> Result<[SpecCase], Broken> {
        let whole = SpecCase(
            file: file, name: "loads", line: 1, tags: [], isPending: false, nth: 1)
        let (result, output, duration) = await perform(["mode": "collect"])
        do {
            let answer = try result.get()
            if let broken = answer?["broken"] {
                let ending = Ending(broken)
                return .failure(Broken(outcome: ending.outcome(of: whole, output, duration)))
            }
            let tests = answer?.arrayValue ?? []
            return .success(
                tests.map { test in
                    SpecCase(
                        file: file, name: test["name"]?.stringValue ?? "",
                        line: Int(test["line"]?.integerValue ?? 1),
                        tags: test["tags"]?.arrayValue?.compactMap(\.stringValue) ?? [],
                        isPending: test["pending"]?.boolValue ?? false,
                        nth: Int(test["nth"]?.integerValue ?? 1))
                })
        } catch {
            return .failure(Broken(outcome: Ending(error).outcome(of: whole, output, duration)))
        }
    }

    func run(_ test: SpecCase) async -> SpecOutcome {
        var request: JSONObject = [
            "mode": "run", "name": .string(test.name), "nth": .integer(Int64(test.nth ?? 1)),
        ]
        if let extra = test.extra {
            request = [
                "mode": "extra", "code": .string(extra.code), "argument": .string(extra.argument),
            ]
        }
        let (result, output, duration) = await perform(request)
        let ending: Ending
        do { ending = Ending(try result.get()) } catch { ending = Ending(error) }
        return ending.outcome(of: test, output, duration)
    }

    private func perform(
        _ request: JSONObject
    ) async -> (Result<JSONValue?, any Error>, output: String, Duration) {
        let written = Written()
        let start = ContinuousClock.now
        let result: Result<JSONValue?, any Error>
        do {
            result = .success(
                try await Abandonment.race(after: timeout + Self.grace) {
                    try await answer(to: request, written)
                })
        } catch {
            result = .failure(error)
        }
        return (result, written.text, .now - start)
    }

    private func answer(to request: JSONObject, _ written: Written) async throws -> JSONValue? {
        let stage = try await stage(file) { _, bytes in written.append(bytes) }
        let values: Result<[LuaValue], any Error>
        do {
            values = .success(
                try await stage.session.run(
                    "\(LuaSources.driver)", LuaValue.json(Self.library),
                    LuaString(bytes: file.text), file.path,
                    LuaValue.json(JSONValue.object(request).bytes()), name: "[spec]",
                    timeout: timeout))
        } catch {
            values = .failure(error)
        }
        await stage.session.close()
        await stage.end()
        guard case .json(let bytes)? = try values.get().first else { return nil }
        return try JSONValue(parsing: bytes)
    }

    /// Names and texts of the library's chunks.
    private static let library = JSONValue.object(
        LuaSources.all.reduce(into: [:]) { $0[$1.name] = .string("\($1.text)") }
    ).bytes()

    /// What a test wrote, up to a limit: its report has to stay readable.
    private final class Written: Sendable {
        private static let limit = 64 << 10
        private let bytes = Mutex<[UInt8]>([])

        func append(_ more: [UInt8]) {
            bytes.withLock { bytes in
                bytes += more.prefix(Self.limit - bytes.count)
            }
        }

        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }
}

/// How the Lua half says that a test ended.
private struct Ending {
    var status = SpecOutcome.Status.error
    var message: String?
    var trace: String?
    var line: Int?

    init(_ answer: JSONValue?) {
        guard let answer, let status = answer["status"]?.stringValue.flatMap(Status.init) else {
            message = "the test gave no answer"
            return
        }
        self.status = status
        message = answer["message"]?.stringValue
        trace = answer["trace"]?.stringValue
        line = (answer["line"]?.integerValue).map(Int.init)
    }

    private typealias Status = SpecOutcome.Status

    /// The test did not come to its end.
    init(_ error: any Error) {
        switch error {
        case let exit as ScriptExit:
            message = "the test ended the program: os.exit(\(exit.status))"
        case let limit as LuaLimitReached:
            if case .wallClock(let time) = limit.limit {
                message = "the test ran longer than \(time / .seconds(1)) s, and was stopped"
            } else {
                message = "\(error)"
            }
        case let abandonment as Abandonment: message = abandonment.description
        case let error as ScriptError:
            message = error.message
            trace = error.traceback.isEmpty ? nil : error.traceback
        default: message = "\(error)"
        }
    }

    /// A report has to stay readable.
    private static func cut(_ message: String) -> String {
        let limit = 64 << 10
        guard message.utf8.count > limit else { return message }
        return String(decoding: message.utf8.prefix(limit), as: UTF8.self) + " …"
    }

    func outcome(of test: SpecCase, _ output: String, _ duration: Duration) -> SpecOutcome {
        SpecOutcome(
            test: test, status: status, message: message.map(Self.cut), trace: trace, line: line,
            output: output, duration: duration)
    }
}
