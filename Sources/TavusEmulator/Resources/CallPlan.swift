import JSONValue

/// When a call will end by itself and why, known at its creation.
///
/// The emulator's participant joins together with the replica, about 4 s after creation, and stays;
/// ``Markers`` and `simulatesParticipant` change that. Calls run at real time.
struct CallPlan: Equatable {
    // Webhook page, 2025-11: the reasons, as spelled in its list.
    static let endedByRequest = "end_conversation_endpoint_hit"
    static let durationReached = "max_call_duration reached"
    static let participantLeft = "participant_left_timeout reached"
    static let participantAbsent = "participant_absent_timeout reached"

    let joinsAt: Double
    let hasParticipant: Bool
    let participantLeavesAt: Double?
    let endsAt: Double
    let endReason: String

    init(_ fields: JSONObject, _ desk: Desk) throws {
        let pace = desk.settings.pace
        let limits = try CallLimits(fields["properties"])
        let name = fields.string("conversation_name")
        joinsAt = desk.now + pace.call(LiveDuration.join)

        let isExpected = desk.settings.simulatesParticipant && !Markers.isAbsent(name)
        // Who gives up before the replica is there never meets the participant.
        hasParticipant = isExpected && limits.absent >= LiveDuration.join
        let leave = Markers.leave(in: name).map { max($0, LiveDuration.join) }
        participantLeavesAt = hasParticipant ? leave.map { desk.now + pace.call($0) } : nil

        var end = (at: limits.duration, reason: Self.durationReached)
        if !hasParticipant && limits.absent < end.at {
            end = (limits.absent, Self.participantAbsent)
        }
        if hasParticipant, let leave, leave + limits.left < end.at {
            end = (leave + limits.left, Self.participantLeft)
        }
        endsAt = desk.now + pace.call(end.at)
        endReason = end.reason
    }
}

/// The three limits of `properties`, in seconds, with the defaults of the reference.
struct CallLimits: Equatable {
    // Official file, 2026-05: default and maximum 3600.
    static let longestCall = 3600.0

    var duration = longestCall
    var left = 0.0
    var absent = 300.0

    init(_ properties: JSONValue?) throws {
        duration = try Self.seconds("max_call_duration", properties) ?? duration
        left = try Self.seconds("participant_left_timeout", properties) ?? left
        absent = try Self.seconds("participant_absent_timeout", properties) ?? absent
        guard duration <= Self.longestCall else {
            throw Refusal.badField("properties.max_call_duration must be at most 3600")
        }
    }

    private static func seconds(_ name: String, _ properties: JSONValue?) throws -> Double? {
        guard let value = properties?[name], !value.isNull else { return nil }
        guard let seconds = value.numberValue, seconds >= 0 else {
            throw Refusal.badField("properties.\(name) must be a number of seconds")
        }
        return seconds
    }
}
