import JSONValue
import TavusAPI

/// Something that one may tell or ask an emulator beside the API: one table for Lua, for HTTP and for
/// programs that embed it.
struct SteeringCommand: Sendable {
    let name: String
    /// Whether it only tells; over HTTP such a command is a GET, too.
    let isReading: Bool
    let run: @Sendable (JSONObject, EmulatorCore) async throws -> JSONValue

    static func tells(
        _ name: String,
        _ run: @escaping @Sendable (JSONObject, EmulatorCore) async throws -> JSONValue
    ) -> SteeringCommand {
        SteeringCommand(name: name, isReading: true, run: run)
    }

    static func does(
        _ name: String,
        _ run: @escaping @Sendable (JSONObject, EmulatorCore) async throws -> JSONValue
    ) -> SteeringCommand {
        SteeringCommand(name: name, isReading: false, run: run)
    }

    static let all: [SteeringCommand] = time + faulty + kept

    /// - Throws: ``EmulatorError`` for a name that is none.
    static func named(_ name: String) throws(EmulatorError) -> SteeringCommand {
        if let command = all.first(where: { $0.name == name }) { return command }
        let names = all.map(\.name)
        let near = nearest(name, among: names).map { "Did you mean \"\($0)\"?" }
        throw EmulatorError(
            "the emulator has no command \"\(name)\". "
                + (near ?? "It has \(names.joined(separator: ", "))."))
    }
}

extension SteeringCommand {
    private static let time: [SteeringCommand] = [
        .tells("now") { _, core in ["now": .number(try core.now())] },
        .does("advance") { fields, core in
            guard let seconds = try Wishes(fields, ["seconds"]).seconds("seconds") else {
                throw EmulatorError("seconds is missing")
            }
            try await core.advance(by: seconds)
            return ["now": .number(try core.now())]
        },
        .does("reset") { fields, core in
            _ = try Wishes(fields, [])
            try await core.reset()
            return [:]
        },
        .does("limits") { fields, core in
            let wishes = try Wishes(fields, ["concurrency", "credits"])
            let concurrency = try wishes.integer("concurrency", in: 0...1_000_000)
            let credits = try wishes.seconds("credits")
            let settings = core.changeSettings { settings in
                settings.concurrencyLimit = concurrency ?? settings.concurrencyLimit
                settings.credits = credits ?? settings.credits
            }
            var json: JSONObject = ["concurrency": .integer(Int64(settings.concurrencyLimit))]
            json["credits"] = settings.credits.map { .number($0) }
            return .object(json)
        },
    ]

    private static let faulty: [SteeringCommand] = [
        .does("fault") { fields, core in
            ["id": .integer(Int64(core.faults.add(try Fault(fields))))]
        },
        .tells("faults") { _, core in .array(core.faults.list) },
        .does("clear_faults") { fields, core in
            let id = try Wishes(fields, ["id"]).integer("id", in: 1...Int(Int32.max))
            return ["cleared": .integer(Int64(core.faults.clear(id)))]
        },
        .does("fail") { fields, core in
            try await FailureWish(fields).grant(by: core)
            return [:]
        },
    ]

    private static let kept: [SteeringCommand] = [
        .tells("requests") { fields, core in
            let limit = try Wishes(fields, ["limit"]).integer(
                "limit", in: 0...RequestJournal.capacity)
            return .array(core.journal.list(limit: limit ?? RequestJournal.capacity))
        },
        .does("seed") { fields, core in
            let seed = try Seed(fields)
            return .object(try await core.write { try seed.plant($0) })
        },
        .does("snapshot") { fields, core in
            try await core.store.snapshot(to: path(fields))
            return [:]
        },
        .does("restore") { fields, core in
            try await core.store.restore(from: path(fields))
            core.wakeCourier()
            return ["now": .number(try core.now())]
        },
        .tells("webhooks") { fields, core in
            let limit = try Wishes(fields, ["limit"]).integer("limit", in: 0...Int(Int32.max))
            let webhooks = try core.store.read { try WebhookQueue.list(limit: limit ?? 1000, $0) }
            return .array(try webhooks.map { try $0.json() })
        },
        .does("send_webhook") { fields, core in
            let wishes = try Wishes(fields, ["url", "event", "body"])
            guard let url = try wishes.string("url"), let body = wishes["body"]?.objectValue else {
                throw EmulatorError("a webhook needs url, and body as an object")
            }
            let event = try wishes.string("event") ?? body.string("event_type") ?? ""
            try await core.write { desk in
                try desk.rows.announce(event, to: url, body: body)
            }
            return [:]
        },
    ]

    private static func path(_ fields: JSONObject) throws(EmulatorError) -> String {
        guard let path = try Wishes(fields, ["path"]).string("path"), !path.isEmpty else {
            throw EmulatorError("path is missing")
        }
        return path
    }
}
