/// `layers` of a persona. The reference names perception, stt, conversational_flow, llm and tts and
/// shows a few members; the rest is from later texts. All of it stays open: new members appear often.
extension Catalogue {
    static let personaLayers: [APIField] = [
        layer("perception", "What it sees and hears (Raven).", perception, Source.reference),
        layer("stt", "Transcription (Sparrow).", transcription, Source.reference),
        layer(
            "conversational_flow", "Turns, interruptions, active listening.", conversationalFlow,
            Source.reference),
        layer("llm", "The language model.", languageModel, Source.reference),
        layer("tts", "The voice.", speech, Source.reference),
        layer("transport", "Daily or LiveKit.", transport, Source.openAPI),
        layer("conferencing", "Its identity in meetings.", conferencing, Source.cli),
        layer("knowledge_base", "How documents are searched.", knowledgeBase, Source.cli),
        layer("capabilities", "Switches of newer features.", capabilities, Source.cli),
        APIField("sts", .map, "Speech to speech; older.", source: Source.cli),
    ]

    private static func layer(
        _ name: String, _ summary: String, _ fields: [APIField], _ source: String
    ) -> APIField {
        APIField(name, .object(fields, isOpen: true), summary, source: source)
    }

    private static func words(
        _ name: String, _ words: [String], _ summary: String, _ source: String = Source.openAPI,
        standard: String? = nil
    ) -> APIField {
        APIField(
            name, .enumeration(words, isOpen: true), summary,
            defaultValue: standard.map { .string($0) }, source: source)
    }

    /// Members of which only these are named anywhere; others pass.
    private static func settings(_ members: [(String, APIFieldType, String)]) -> APIFieldType {
        .object(members.map { APIField($0, $1, $2, source: Source.openAPI) }, isOpen: true)
    }

    private static let levels = ["low", "medium", "high"]
    /// Inline tools: `{"type": "function", "function": {…}}`; newer personas name tools by id.
    private static let tools = APIFieldType.list(
        settings([
            ("type", .enumeration(["function"], isOpen: true), "The kind of tool."),
            (
                "function",
                settings([
                    ("name", .string, "By which the model calls it."),
                    ("description", .string, "When to call it."),
                    ("parameters", .map, "A JSON Schema of its arguments."),
                ]), "What is called."
            ),
        ]))

    /// Of hosted models; an own model takes others.
    private static let sampling = settings([
        ("temperature", .number, "0 to 2."), ("top_p", .number, "0 to 1."),
    ])

    private static let voiceSettings = settings([
        ("speed", .either([.number, .string]), "ElevenLabs: 0.7 to 1.2."),
        ("emotion", .either([.list(.string), .string]), "Cartesia."),
        ("stability", .number, "ElevenLabs: 0 to 1."),
        ("similarity_boost", .number, "ElevenLabs: 0 to 1."),
        ("style", .number, "ElevenLabs: 0 to 1."),
        ("use_speaker_boost", .boolean, "ElevenLabs."),
    ])

    private static let roomSettings = settings(
        [
            "enable_chat", "enable_network_ui", "enable_noise_cancellation_ui", "enable_people_ui",
            "start_audio_off", "start_video_off",
        ].map { ($0, .boolean, "A switch of the room's page.") })

    private static let perception: [APIField] = [
        words(
            "perception_model", ["raven-1", "raven-0", "off"], "Which model.",
            standard: "raven-1"),
        APIField(
            "visual_awareness_queries", .list(.string), "Asked of the picture all the time.",
            source: Source.openAPI),
        APIField(
            "audio_awareness_queries", .list(.string), "Asked of the sound; raven-1.",
            source: Source.openAPI),
        APIField(
            "perception_analysis_queries", .list(.string), "Answered in the analysis at the end.",
            source: Source.openAPI),
        APIField(
            "visual_tool_prompt", .string, "When to use visual_tools.", source: Source.openAPI),
        APIField("visual_tools", tools, "Tools for what is seen.", source: Source.openAPI),
        APIField("audio_tool_prompt", .string, "When to use audio_tools.", source: Source.openAPI),
        APIField("audio_tools", tools, "Tools for what is heard; raven-1.", source: Source.openAPI),
        APIField(
            "ambient_awareness_queries", .list(.string), "raven-0's visual_awareness_queries.",
            source: Source.openAPI),
        APIField("perception_tool_prompt", .string, "For raven-0.", source: Source.openAPI),
        APIField("perception_tools", tools, "For raven-0.", source: Source.openAPI),
        APIField("tool_prompt", .string, "When to use tools.", source: Source.cli),
    ]

    private static let transcription: [APIField] = [
        words(
            "stt_engine",
            [
                "tavus-auto", "tavus-parakeet", "tavus-soniox", "tavus-whisper",
                "tavus-deepgram-medical", "tavus-advanced", "tavus-turbo",
            ], "Which engine.", standard: "tavus-auto"),
        APIField(
            "hotwords", .either([.string, .list(.string)]), "Words to listen for.",
            corrections: [
                "Text in the patch sample of the reference; a list in \(Source.tryAGI)."
            ]),
        words("participant_pause_sensitivity", levels, "Older; see conversational_flow."),
        words("participant_interrupt_sensitivity", levels, "Older; see conversational_flow."),
        APIField("smart_turn_detection", .boolean, "Sparrow-0.", source: Source.openAPI),
    ]

    private static let conversationalFlow: [APIField] = [
        words(
            "turn_detection_model", ["sparrow-1", "sparrow-0"], "Which model.",
            standard: "sparrow-1"),
        words(
            "turn_taking_patience", levels, "How long it waits before it speaks.",
            standard: "medium"),
        APIField("turn_commitment", .string, "How firmly it keeps its turn.", source: Source.cli),
        words(
            "replica_interruptibility", levels, "How easily it is interrupted.", standard: "medium"),
        words(
            "pal_interruptibility", levels, "replica_interruptibility under its name of 2026.",
            Source.documentation),
        words(
            "face_interruptibility", levels, "replica_interruptibility under its name of 2026.",
            Source.cli),
        APIField("active_listening", .string, "Sounds of listening.", source: Source.cli),
        words(
            "voice_isolation", ["off", "near"], "Ignores voices further away.", standard: "near"),
        APIField("noise_cancellation", .string, "Removes noise.", source: Source.cli),
        APIField("wake_phrase", .string, "Silent until it hears this.", source: Source.openAPI),
        APIField(
            "sleep_phrase", .string, "Silent after it; needs wake_phrase.", source: Source.openAPI),
        words(
            "idle_engagement", ["off", "patient", "eager"], "Whether it breaks a silence.",
            standard: "off"),
    ]

    private static let languageModel: [APIField] = [
        APIField("model", .string, "A hosted model such as tavus-gpt-4o, or that of base_url."),
        APIField("base_url", .url, "An OpenAI-compatible service.", source: Source.openAPI),
        APIField("api_key", .string, "The key for base_url.", source: Source.openAPI),
        APIField(
            "speculative_inference", .boolean, "Starts before the turn has ended.",
            source: Source.openAPI),
        APIField("tools", tools, "Tools it may call.", source: Source.openAPI),
        APIField("headers", .map, "Sent to base_url.", source: Source.openAPI),
        APIField("extra_body", sampling, "temperature, top_p and others.", source: Source.openAPI),
        APIField("default_query", .map, "Sent to base_url.", source: Source.openAPI),
        APIField("disable_vision", .boolean, "Text alone.", source: Source.cli),
        APIField(
            "enable_llm_proxy", .boolean, "Goes through the vendor's proxy.", source: Source.cli),
        APIField("model_name", .string, "A name for the model.", source: Source.cli),
        APIField("is_custom", .boolean, "Whether base_url is yours.", source: Source.cli),
        APIField("endpoint", .string, "A path under base_url.", source: Source.cli),
    ]

    private static let speech: [APIField] = [
        words(
            "tts_engine", ["cartesia", "elevenlabs", "playht"], "Which engine.", Source.reference),
        APIField("external_voice_id", .string, "A voice of that engine.", source: Source.openAPI),
        APIField(
            "voice_settings", voiceSettings, "Speed, stability and others.", source: Source.openAPI),
        APIField(
            "tts_emotion_control", .either([.boolean, .string]), "Emotions in the voice.",
            corrections: [
                "The reference sends the text \"true\", others a boolean (\(Source.openAPI))."
            ]),
        APIField("tts_model_name", .string, "Such as sonic-3.", source: Source.openAPI),
        APIField("api_key", .string, "For private voices.", source: Source.openAPI),
        APIField(
            "pronunciation_dictionary_id", .string, "How words are spoken.", source: Source.openAPI),
        APIField("playht_user_id", .string, "Older.", source: Source.openAPI),
    ]

    private static let transport: [APIField] = [
        words("transport_type", ["daily", "livekit"], "Whose rooms.", standard: "daily"),
        APIField("input_settings", .map, "The microphone.", source: Source.openAPI),
        APIField(
            "room_settings", roomSettings, "What the room's page shows.", source: Source.openAPI),
    ]

    private static let conferencing: [APIField] = [
        APIField("username", .string, "Its address at tavusinvite.com.", source: Source.cli),
        APIField("email", .string, "Its whole address; read only.", source: Source.cli),
        APIField("allowlist", .list(.string), "Who may invite it.", source: Source.cli),
        APIField("whitelabel", .boolean, "Without the vendor's name.", source: Source.cli),
    ]

    private static let knowledgeBase: [APIField] = [
        APIField(
            "rag_score_threshold", .number, "How close a passage must be.", source: Source.cli),
        APIField("rag_n_chunks", .integer(nil), "How many passages.", source: Source.cli),
        APIField(
            "rag_surrounding_chunk_radius", .integer(nil), "How many around each.",
            source: Source.cli),
        APIField(
            "enable_rag_observability_app_messages", .boolean, "Tells what was found.",
            source: Source.cli),
        APIField("use_procedure_goalchain", .boolean, "Follows procedures.", source: Source.cli),
    ]

    private static let capabilities: [APIField] = [
        "mcp_enabled", "search_enabled", "activity_log_enabled",
        "search_results_prompt_injection_prevention_enabled",
    ].map { APIField($0, .boolean, "A switch.", source: Source.cli) }
}
