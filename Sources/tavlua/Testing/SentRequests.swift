import JSONValue
import Synchronization
import TavusAPI
import TavusClient

/// Writes down which calls left: those that no policy refused or answered in the service's place.
final class SentRequests: GatePolicy {
    private let sent = Mutex<[JSONValue]>([])

    func admit(_ request: TavusRequest) {}

    /// The last of the policies is asked only for what none before it has answered.
    func answer(_ request: TavusRequest) -> TavusAnswer? {
        var row: JSONObject = [
            "method": .string(request.method.rawValue), "path": .string(request.pathAndQuery),
        ]
        row["operation"] = request.knownOperation.map { .string($0.id) }
        row["body"] = request.body
        sent.withLock { $0.append(.object(row)) }
        return nil
    }

    var rows: JSONValue { .array(sent.withLock { $0 }) }
}
