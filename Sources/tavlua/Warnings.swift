import TavusAPI
import TavusClient

/// Says on standard error what looks like a slip in a call, and lets the call pass: the service may
/// know more than the catalogue.
struct Warnings: GatePolicy {
    let say: @Sendable (String) -> Void

    func admit(_ request: TavusRequest) {
        for warning in request.warnings {
            let name = request.operation.map { "tavus.\($0.id)" } ?? request.method.rawValue
            say("\(name): warning: \(DisplayText.safe(warning, limit: 500))")
        }
    }
}
