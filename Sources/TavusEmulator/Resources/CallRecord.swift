import JSONValue

/// What `verbose=true` adds to a call: why it ended, its events, and its transcript.
///
/// Events are those of the webhooks (official file, 2026-05), each visible from its own time on.
struct CallRecord {
    private let row: StoredResource
    private let view: View
    private let endsAt: Double
    private let joinsAt: Double

    init(_ row: StoredResource, _ view: View) {
        self.row = row
        self.view = view
        endsAt = row.settlesAt ?? row.createdAt
        joinsAt = row.notes["joins_at"]?.numberValue ?? row.createdAt
    }

    private var hasEnded: Bool { endsAt <= view.now }
    private var isTest: Bool { row.notes["is_test"]?.boolValue ?? false }
    /// Whether the replica was ever in the room: a call can be ended before it arrives.
    private var wasJoined: Bool { !isTest && joinsAt < endsAt }

    func add(to shown: inout JSONObject) {
        shown.set("shutdown_reason", orNull: hasEnded ? row.outcome : nil)
        shown["events"] = .array(events.map(\.json))
        if isTranscribed { shown["transcript"] = .array(transcript) }
    }

    // MARK: - Events

    var events: [CallEvent] {
        guard !isTest else { return [] }
        let replica = row.body["replica_id"] ?? .null
        var events: [CallEvent] = []
        if wasJoined && joinsAt <= view.now {
            events.append(event("system.replica_joined", joinsAt, ["replica_id": replica]))
        }
        if hasEnded, let reason = row.outcome {
            // The webhook says shutdown_reason, the verbose event reason: both are here.
            let properties: JSONObject = [
                "replica_id": replica, "reason": .string(reason),
                "shutdown_reason": .string(reason),
            ]
            events.append(event("system.shutdown", endsAt, properties))
        }
        if isTranscribed {
            let properties: JSONObject = ["replica_id": replica, "transcript": .array(transcript)]
            events.append(event("application.transcription_ready", transcribedAt, properties))
        }
        if let bucket, isPast(recordedAt) { events.append(recording(in: bucket)) }
        if isSeen, isPast(perceivedAt) {
            let analysis: JSONObject = ["analysis": .string(Self.analysis)]
            events.append(event("application.perception_analysis", perceivedAt, analysis))
        }
        return events
    }

    private func event(_ type: String, _ time: Double, _ properties: JSONObject) -> CallEvent {
        CallEvent(type: type, time: time, properties: properties)
    }

    private var transcribedAt: Double { endsAt + LiveDuration.transcript }
    private var isTranscribed: Bool { isPast(transcribedAt) }
    private var recordedAt: Double { endsAt + view.pace.processing(LiveDuration.recording) }
    private var perceivedAt: Double { endsAt + view.pace.processing(LiveDuration.perception) }
    private var isSeen: Bool { row.notes["is_seen"]?.boolValue ?? false }

    private func isPast(_ time: Double) -> Bool { wasJoined && time <= view.now }

    // MARK: - Recording

    private var bucket: JSONValue? {
        let properties = row.body["properties"]
        guard properties?["enable_recording"]?.boolValue == true else { return nil }
        return properties?["recording_storage"]?["bucket_name"]
            ?? properties?["recording_s3_bucket_name"]
    }

    private func recording(in bucket: JSONValue) -> CallEvent {
        event(
            "application.recording_ready", recordedAt,
            [
                "bucket_name": bucket,
                "s3_key": .string("\(row.id)/recording.mp4"),
                "duration": .integer(Int64(endsAt - joinsAt)),
            ])
    }

    // MARK: - Transcript

    /// The prompt, the greeting, and what the simulated participant had time to say.
    private var transcript: [JSONValue] {
        let prompt = row.notes["prompt"]?.stringValue ?? ""
        var turns: [JSONValue] = []
        if !prompt.isEmpty { turns.append(["role": "system", "content": .string(prompt)]) }
        let lines = Self.lines(greeting: row.notes["greeting"]?.stringValue)
        let hasParticipant = row.notes["has_participant"]?.boolValue ?? false
        let hangsUp = row.notes["participant_leaves_at"]?.numberValue ?? endsAt
        for (number, line) in lines.enumerated() where hasParticipant || number == 0 {
            let start = Double(number) * Self.secondsPerTurn
            let time = joinsAt + view.pace.call(start)
            guard time < min(endsAt, hangsUp) || (number == 0 && time < endsAt) else { break }
            turns.append([
                "role": .string(line.role), "content": .string(line.content),
                "timestamp": .number(time), "seconds_from_start": .number(start),
                "duration": .number(Self.secondsPerTurn - 1),
            ])
        }
        return turns
    }

    private static let secondsPerTurn = 5.0

    private static func lines(greeting: String?) -> [(role: String, content: String)] {
        [
            ("assistant", greeting ?? "Hello! How can I help you today?"),
            ("user", "Hi! I am the participant that the emulator simulates."),
            ("assistant", "Nice to meet you. What would you like to talk about?"),
            ("user", "Nothing in particular, thank you. Goodbye!"),
            ("assistant", "Goodbye!"),
        ]
    }

    private static let analysis = """
        **Visual summary**

        The emulator simulates the participant, so nobody was seen.
        """
}
