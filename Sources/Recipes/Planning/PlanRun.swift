import JSONValue
import TavusAPI
import TavusClient

/// Carries a plan out: checks that the service still answers as it did, then sends the planned calls in
/// order, each once, with the ids that the calls before it gave.
public struct PlanRun: Sendable {
    /// What came of it.
    public struct Result: Sendable, Equatable {
        /// How many calls were done.
        public var done = 0
        /// The records that were made, by their number in the plan.
        public var made: [Int: JSONValue] = [:]
        public var failure: TavusError?
    }

    private let plan: Plan
    private let client: TavusClient

    public init(_ plan: Plan, client: TavusClient) {
        self.plan = plan
        self.client = client
    }

    /// Repeats the reads that the plan was made from.
    /// - Returns: what is answered otherwise now; nil: the plan holds.
    public func difference() async throws(TavusError) -> String? {
        for read in plan.reads {
            let answer = try await client.send(read.request)
            if PlannedRead.fingerprint(of: answer.body) != read.sha256 {
                return "\(read.name) is answered otherwise than when the plan was made"
            }
        }
        return nil
    }

    /// Sends the calls. It stops at the first that fails: those after it were planned on its success.
    public func carryOut() async -> Result {
        var result = Result()
        for call in plan.calls {
            do {
                let issued = issued
                let request = try call.request { placeholder in
                    guard issued.contains(placeholder) else { return .string(placeholder.text) }
                    return try Self.value(of: placeholder, in: result.made)
                }
                let answer = try await client.send(request)
                result.done += 1
                if let makes = call.makes { result.made[makes.number] = Self.record(answer) }
            } catch let missing as MissingValue {
                let request = call.request { .string($0.text) }
                result.failure = TavusError(
                    notSending: request, code: .failed,
                    message: "the answer to an earlier call has no \(missing.placeholder.field)")
                return result
            } catch let error as TavusError {
                result.failure = error
                return result
            } catch {
                preconditionFailure("nothing else is thrown here: \(error)")
            }
        }
        return result
    }

    /// The placeholders that the plan gave out; text of the same look in a script's prompt stays.
    private var issued: Set<Placeholder> {
        Set(plan.calls.flatMap { $0.makes?.placeholders ?? [] })
    }

    private struct MissingValue: Error {
        let placeholder: Placeholder
    }

    private static func value(
        of placeholder: Placeholder, in made: [Int: JSONValue]
    ) throws -> JSONValue {
        guard let record = made[placeholder.number], let value = record[placeholder.field] else {
            throw MissingValue(placeholder: placeholder)
        }
        return value
    }

    /// The record in an answer. Reference, "Get Persona", 2025-11: it may stand in `data[0]`.
    private static func record(_ answer: TavusAnswer) -> JSONValue {
        let parsed: JSONValue
        do { parsed = try JSONValue(parsing: answer.body) } catch { return [:] }
        if let inner = parsed["data"]?[0], inner.objectValue != nil { return inner }
        return parsed
    }
}
