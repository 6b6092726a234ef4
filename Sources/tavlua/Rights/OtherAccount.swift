import TavusAPI
import TavusClient

/// A recipe of others was granted what it may do with one account: `tavus.connect` leads it to no other.
struct OtherAccount: GatePolicy {
    let granted: String

    func admit(_ request: TavusRequest) async throws(TavusError) {
        throw TavusError(
            notSending: request, code: .permissionDenied,
            message:
                "not sent: this recipe was allowed to use \(DisplayText.safe(granted, limit: 200))"
                + " and no other account")
    }
}
