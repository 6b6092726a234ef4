import Foundation
import Testing

/// One call of each kind, made by the program itself against a server that misbehaves.
enum FaultCall: String, CaseIterable, Sendable {
    case read, delete, patch, create

    /// A call as a script writes it.
    var code: String {
        switch self {
        case .read: #"tavus.conversations.get("c1")"#
        case .delete: #"tavus.conversations.delete("c1")"#
        case .patch:
            #"tavus.personas.patch("p1", { { op = "replace", path = "/persona_name", value = "x" } })"#
        case .create:
            #"tavus.conversations.create{ replica_id = "r1", conversation_name = "mine" }"#
        }
    }
}

/// How the program ended, and what had arrived by then.
struct FaultRun {
    let finished: Binary.Finished
    let arrivals: [FaultServer.Arrival]
    let seconds: Double

    /// A key that must appear nowhere but in the header.
    static let key = "SECRETSENTINEL0123456789abcdeff3"

    /// Runs a script with the plan as its base URL.
    init(
        _ plan: String, tag: String, code: String, options: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        let server = try FaultServer.shared.get()
        let start = ContinuousClock.now
        finished = try Binary.with { binary in
            let variables = [
                "TAVUS_BASE_URL": server.baseURL(plan, tag: tag), "TAVUS_API_KEY": Self.key,
            ]
            return try binary.start(
                options + ["-e", code], environment: variables.merging(environment) { $1 }
            ).finish()
        }
        let (whole, fraction) = (ContinuousClock.now - start).components
        seconds = Double(whole) + Double(fraction) / 1e18
        arrivals = try server.arrivals(plan, tag: tag)
        #expect(!"\(finished)".contains("SENTINEL"), "the key was shown")
    }
}
