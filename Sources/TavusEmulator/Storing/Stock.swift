import JSONValue

/// The rows that every emulator starts with: stock personas and replicas under their public ids,
/// and those that both seeds use in their samples.
///
/// They are of type `system`. They can be patched, as the seed's sample patches are written
/// against them, but not deleted.
enum Stock {
    /// Who talks when a conversation names a persona without a replica, or the other way round.
    static let defaultReplica = "r79e1c033f"
    static let defaultPersona = "p9a95912"

    /// Oldest first: lists that begin with the newest row show the samples' ids before the others.
    static let rows: [StoredResource] =
        replicas.reversed().map { id, name in replica(id, name) }
        + reserved.map { reservedPersona($0) }
        + personas.reversed().map { id, name, prompt in persona(id, name, prompt) }

    // Mirror of the official pages "Stock personas" and "Stock replicas", 2025-11 to 2026-02.
    static let replicas = [
        ("r79e1c033f", "Carter"), ("rfe12d8b9597", "Nathan"), ("rf4e9d9790f0", "Anna"),
        ("r6ae5b6efc9d", "Anna - Casual"), ("r90bbd427f71", "Charlie"), ("rf4703150052", "Rio"),
        ("r3fbe3834a3e", "Santa"), ("re0eae1fbe11", "Lucy"), ("r7bc3db0d581", "Sabrina"),
        ("rf25acd9e3f5", "Patrick"), ("r1af76e94d00", "Rose"), ("r95fd27b5a37", "Helen"),
        ("r1a4e22fa0d9", "Benjamin"), ("r90105daccb4", "Isabella"), ("rb11617de314", "Sandra"),
        ("rb67667672ad", "Gloria"), ("r4067604db72", "LiveKit"),
    ]

    // The same pages; p5317866 is the persona of the samples in both seeds.
    private static let personas = [
        ("p5317866", "Life Coach", "You are a life coach who helps people reach their goals."),
        ("p9a95912", "Demo Persona", "You show visitors what a conversational replica can do."),
        ("p48fdf065d6b", "Tavus Researcher", "You explain research on digital humans."),
        ("pdced222244b", "Sales Coach", "You coach people who sell."),
        ("pcb7a34da5fe", "Sales Development Rep", "You find out what a prospect needs."),
        ("pe13ed370726", "AI Interviewer", "You interview candidates for a job."),
        ("p5d11710002a", "Healthcare Intake Assistant", "You take down a patient's history."),
        ("pc55154f229a", "History Teacher", "You teach history."),
        ("p88964a7", "College Tutor", "You tutor college students."),
        ("p7fb0be3", "Corporate Trainer", "You train employees."),
        ("pd43ffef", "Technical Co-Pilot", "You help with technical work."),
        ("p2fbd605", "Personal AI", "You are a personal assistant."),
        ("pb8bb46b", "Sales Agent", "You sell."),
        ("p3bb4745d4f9", "Santa", "You are Santa."),
        ("pb87e71797da", "LiveKit", "You join LiveKit rooms."),
    ]

    // pipecat-ai/pipecat, 2026: words that are valid as a persona_id.
    private static let reserved = ["pipecat0", "pipecat-stream"]

    /// 2024-01-24T07:14:03.327Z, the time of the reference's replica samples.
    static let time = 1_706_080_443.327

    private static func replica(_ id: String, _ name: String) -> StoredResource {
        StoredResource(
            kind: Replicas.kind, id: id, isStock: true, name: name, createdAt: time,
            updatedAt: time, settlesAt: time,
            body: ["replica_name": .string(name), "model_name": "phoenix-3"])
    }

    /// With every member that the reference's sample patch replaces or removes.
    private static func persona(_ id: String, _ name: String, _ prompt: String) -> StoredResource {
        StoredResource(
            kind: Personas.kind, id: id, isStock: true, name: name, createdAt: time,
            updatedAt: time,
            body: [
                "persona_name": .string(name),
                "pipeline_mode": "full",
                "system_prompt": .string(prompt),
                "context": "This persona comes with the emulator.",
                "default_replica_id": .string(defaultReplica),
                "layers": [
                    "llm": ["model": "tavus-llama"],
                    "tts": ["tts_engine": "cartesia"],
                    "stt": ["stt_engine": "tavus-auto", "hotwords": "Tavus"],
                    "perception": ["perception_model": "raven-0"],
                ],
            ])
    }

    private static func reservedPersona(_ id: String) -> StoredResource {
        StoredResource(
            kind: Personas.kind, id: id, isStock: true, name: id, createdAt: time, updatedAt: time,
            body: [
                "persona_name": .string(id), "pipeline_mode": "echo",
                "default_replica_id": .string(defaultReplica),
            ])
    }
}
