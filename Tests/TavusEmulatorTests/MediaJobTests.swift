import JSONValue
import TavusEmulator
import Testing

/// Transcriptions, lipsyncs, replacements and speeches: states and failures.
struct MediaJobTests {
    private static let video: JSONValue = "https://example.com/video.mp4"

    struct Job: Sendable, CustomTestStringConvertible {
        let path: String
        let id: String
        let body: JSONObject
        /// The field whose text may ask for a failure.
        let input: String
        var testDescription: String { path }
    }

    static let jobs = [
        Job(
            path: "/v2/transcriptions", id: "transcription_id",
            body: ["file_url": video, "callback_url": "https://example.com/hook"],
            input: "file_url"),
        Job(
            path: "/v2/lipsync", id: "lipsync_id",
            body: ["original_video_url": video, "source_audio_url": "https://example.com/a.mp3"],
            input: "source_audio_url"),
        Job(
            path: "/v2/replacements", id: "replacement_id",
            body: ["original_video_url": video, "new_transcript": "Hello"],
            input: "original_video_url"),
        Job(
            path: "/v2/speech", id: "speech_id",
            body: ["script": "Hello https://x", "replica_id": "r79e1c033f"], input: "script"),
    ]

    @Test(arguments: jobs)
    func aJobIsStartedThenCompleted(_ job: Job) async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(job.path, .object(job.body), id: job.id)
            #expect(try await api.get("\(job.path)/\(id)")["status"] == "started")
            // 99 s of a video, 240 times faster.
            try await api.emulator.advance(by: 0.42)
            let done = try await api.get("\(job.path)/\(id)")
            #expect(try done["status"] == "completed")
            #expect(try done["created_at"] == "2025-06-15T15:06:40Z")
        }
    }

    @Test(arguments: jobs)
    func aJobThatIsAskedToFailsEndsInError(_ job: Job) async throws {
        try await TestEmulator.run { api in
            var body = job.body
            body[job.input] = .string("\(body.string(job.input))?emulator-fail")
            let id = try await api.create(job.path, .object(body), id: job.id)
            try await api.emulator.advance(by: 1)
            #expect(try await api.get("\(job.path)/\(id)")["status"] == "error")
        }
    }

    @Test(arguments: jobs)
    func everyRequiredFieldIsAskedFor(_ job: Job) async throws {
        try await TestEmulator.run { api in
            for name in job.body.keys {
                var body = job.body
                body.removeValue(forKey: name)
                let answer = try await api.post(job.path, .object(body))
                #expect(answer.status == 400)
                #expect(
                    try answer.body == ["error": .string("Invalid request: \(name) is required")])
            }
            #expect(try await api.get(job.path)["total_count"] == 0)
        }
    }

    @Test func aSpeechCostsCredits() async throws {
        try await TestEmulator.run(.init(credits: 0)) { api in
            let answer = try await api.post("/v2/speech", .object(Self.jobs[3].body))
            #expect(answer.status == 402)
            #expect(
                try answer.body == ["message": "The user is out of conversational credits"])
        }
    }
}

extension JSONObject {
    fileprivate func string(_ name: String) -> String { self[name]?.stringValue ?? "" }
}
