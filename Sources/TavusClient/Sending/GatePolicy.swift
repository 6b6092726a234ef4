import TavusAPI

/// A rule that every call passes before it is sent: permission, budget, dry run, run record.
///
/// Policies are asked in the order of ``ClientConfiguration/policies``; the first refusal ends the
/// call. When all have let it pass, the first that has an ``answer(_:)`` of its own ends it too. Who
/// admitted a call is told its result, in the reverse order, also when a later policy refused it.
public protocol GatePolicy: Sendable {
    /// Lets the call pass, or throws why not. Nothing has been sent yet.
    func admit(_ request: TavusRequest) async throws(TavusError)
    /// Answers in place of the service, once every policy has let the call pass: then nothing is sent.
    /// - Returns: nil to let the service answer.
    func answer(_ request: TavusRequest) async throws(TavusError) -> TavusAnswer?
    /// What became of a call that this policy admitted.
    func record(_ request: TavusRequest, _ result: Result<TavusAnswer, TavusError>) async
}

extension GatePolicy {
    public func answer(_ request: TavusRequest) async throws(TavusError) -> TavusAnswer? { nil }

    public func record(_ request: TavusRequest, _ result: Result<TavusAnswer, TavusError>) async {}
}
