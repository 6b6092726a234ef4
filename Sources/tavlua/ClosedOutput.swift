import Synchronization
import TavusAPI
import TavusClient

/// Takes SIGPIPE back after the first call, when SwiftNIO has made its sockets.
final class ClosedOutput: GatePolicy {
    private let hasTaken = Atomic(false)

    func admit(_ request: TavusRequest) {}

    func record(_ request: TavusRequest, _ result: Result<TavusAnswer, TavusError>) async {
        guard !hasTaken.exchange(true, ordering: .relaxed) else { return }
        Signals.endOnClosedOutput()
    }
}
