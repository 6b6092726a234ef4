import JSONValue
import NIOHTTP1

/// The paths by which an emulator that is a server of its own is steered:
/// `POST /__emulator/advance` with `{"seconds": 60}`, `GET /__emulator/requests`.
///
/// They take a token of their own, made anew for each run, and never the API key: who may call the
/// API may not for that reason stop the clock. Without a token the paths do not exist.
struct SteeringRoute: Sendable {
    static let prefix = "/__emulator/"

    let token: String?
    let core: EmulatorCore

    static func isMeant(by path: Substring) -> Bool { path.hasPrefix(prefix) }

    func answer(to request: Request) async throws -> Answer {
        guard let token else { throw Refusal(404, "This emulator is not steered over HTTP") }
        guard let given = request.headers.first(name: "x-emulator-token"), given.isEqual(to: token)
        else {
            throw Refusal(
                401,
                "The header x-emulator-token is missing or wrong; the emulator printed its "
                    + "value when it started")
        }
        let (method, path) = (request.head.method, request.path)
        do {
            let command = try SteeringCommand.named(String(path.dropFirst(Self.prefix.count)))
            guard method == .POST || (method == .GET && command.isReading) else {
                throw Refusal.methodNotAllowed(
                    method.rawValue, String(path),
                    allow: command.isReading ? ["GET", "POST"] : ["POST"])
            }
            guard case .object(let fields) = try request.body() ?? [:] else {
                throw Refusal.badField("the body must be a JSON object")
            }
            return Answer(status: 200, body: try await command.run(fields, core))
        } catch let error as EmulatorError {
            throw Refusal(400, error.description)
        }
    }
}

extension String {
    /// Compares all bytes whatever the first ones are, so that time tells nothing of a token.
    fileprivate func isEqual(to other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
