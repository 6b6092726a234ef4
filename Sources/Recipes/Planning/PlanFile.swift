import JSONValue

/// A plan with what it was made from, as `--plan-out` writes it and `tavlua apply` reads it.
public struct PlanFile: Sendable, Equatable {
    static let format = "tavlua-plan-1"

    /// Made at random: a plan is carried out once.
    public let id: String
    public let madeAt: String
    public let origin: PlanOrigin
    public let plan: Plan

    public init(id: String, madeAt: String, origin: PlanOrigin, plan: Plan) {
        self.id = id
        self.madeAt = madeAt
        self.origin = origin
        self.plan = plan
    }

    public var json: JSONValue {
        var members: JSONObject = [
            "format": .string(Self.format), "id": .string(id), "made_at": .string(madeAt),
            "origin": origin.json,
        ]
        for (name, value) in plan.json { members[name] = value }
        return .object(members)
    }

    /// - Throws: ``PlanProblem``.
    public init(parsing bytes: [UInt8]) throws(PlanProblem) {
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch {
            throw PlanProblem("it is no JSON: \(error)")
        }
        guard json["format"] == .string(Self.format) else {
            throw PlanProblem("it is no plan of this version; make it again with --plan-out")
        }
        guard let id = json["id"]?.stringValue, let madeAt = json["made_at"]?.stringValue,
            let origin = json["origin"].flatMap({ PlanOrigin($0) }),
            let plan = Plan(json)
        else { throw PlanProblem("a part of it is missing; make it again with --plan-out") }
        self.init(id: id, madeAt: madeAt, origin: origin, plan: plan)
    }
}

/// Why a plan cannot be carried out.
public struct PlanProblem: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

extension Plan {
    /// `writes`, `reads`, `counts`, `worst_case_minutes`, `requests_with_effects_sent`, `complete` and what
    /// keeps it from being that.
    public var json: JSONObject {
        var members: JSONObject = [
            "writes": .array(calls.map(\.json)), "reads": .array(reads.map(\.json)),
            "counts": .object(JSONObject(counts.map { ($0.name, .integer(Int64($0.count))) })),
            "worst_case_minutes": .number(Double(worstCaseSeconds) / 60),
            "requests_with_effects_sent": 0, "complete": .bool(incompleteness == nil),
            "assumptions": .array(assumptions.map { .string($0) }),
        ]
        if let incompleteness {
            members["incomplete"] = [
                "from": incompleteness.place.map { .string($0) } ?? .null,
                "reason": .string(incompleteness.reason),
            ]
        }
        return members
    }

    init?(_ json: JSONValue) {
        guard let writes = json["writes"]?.arrayValue, let reads = json["reads"]?.arrayValue else {
            return nil
        }
        let calls = writes.compactMap { PlannedCall($0) }
        let known = reads.compactMap { PlannedRead($0) }
        // What cannot be read must not be left out in silence.
        guard calls.count == writes.count, known.count == reads.count else { return nil }
        self.init(
            calls: calls, reads: known,
            incompleteness: json["incomplete"].map {
                Incompleteness(
                    place: $0["from"]?.stringValue, reason: $0["reason"]?.stringValue ?? "")
            },
            assumptions: json["assumptions"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    }
}
