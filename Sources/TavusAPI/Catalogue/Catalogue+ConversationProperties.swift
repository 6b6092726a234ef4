extension Catalogue {
    /// `properties` of a new conversation. The reference names the object alone; its members are from
    /// the samples before it and from later texts. Defaults: OpenAPI file, 2026-05.
    static let conversationProperties: [APIField] =
        [
            APIField(
                "max_call_duration", .integer(1...3600), "Seconds from creation to the end.",
                defaultValue: 3600, source: Source.wrapper),
            APIField(
                "participant_left_timeout", .integer(0...Int64.max),
                "Seconds after the last participant left.", defaultValue: 0, source: Source.wrapper),
            APIField(
                "participant_absent_timeout", .integer(0...Int64.max),
                "Seconds from creation if nobody joins.", defaultValue: 300, source: Source.wrapper),
            APIField(
                "enable_recording", .boolean, "Allows recording, into your own bucket.",
                defaultValue: false, source: Source.wrapper),
            APIField(
                "enable_closed_captions", .boolean, "Shows captions.", defaultValue: false,
                source: Source.wrapper),
            APIField(
                "apply_greenscreen", .boolean, "The background becomes RGB 0, 255, 155.",
                defaultValue: false, source: Source.wrapper),
            APIField(
                "language", .string, "A language in full, or \"multilingual\".",
                defaultValue: "english", source: Source.wrapper),
            APIField(
                "require_auth", .boolean, "As require_auth at the top.", defaultValue: false,
                source: Source.openAPI),
            APIField(
                "enable_dynamic_greeting", .boolean, "The model writes the greeting.",
                source: Source.documentation),
            APIField(
                "enable_transcription", .boolean,
                "Older; transcripts come without it. Whether it is still read is not established.",
                source: Source.observed),
        ] + recording + liveKitRoom

    private static let recording: [APIField] = [
        APIField(
            "recording_s3_bucket_name", .string, "Older; see recording_storage.",
            source: Source.openAPI),
        APIField(
            "recording_s3_bucket_region", .string, "Older; see recording_storage.",
            source: Source.openAPI),
        APIField(
            "aws_assume_role_arn", .string, "Older; see recording_storage.", source: Source.openAPI),
        APIField(
            "recording_storage", .object(recordingStorage, isOpen: true), "Where recordings go.",
            source: Source.openAPI),
    ]

    private static let recordingStorage: [APIField] =
        [
            APIField(
                "provider", .enumeration(["s3", "gcs", "azure_blob"], isOpen: true),
                "Whose storage.", isRequired: true, source: Source.openAPI)
        ]
        + [
            ("bucket_name", "s3, gcs"), ("bucket_region", "s3"), ("assume_role_arn", "s3"),
            ("external_id", "s3"), ("project_id", "gcs"), ("workload_identity_provider", "gcs"),
            ("service_account_email", "gcs"), ("storage_account", "azure_blob"),
            ("container", "azure_blob"), ("tenant_id", "azure_blob"), ("client_id", "azure_blob"),
        ].map { name, providers in
            APIField(name, .string, "For \(providers).", source: Source.openAPI)
        }

    private static let liveKitRoom: [APIField] = [
        APIField(
            "livekit_ws_url", .url, "Joins this LiveKit server instead of a Daily room.",
            source: Source.liveKit),
        APIField(
            "livekit_room_token", .string, "The LiveKit token of the avatar.",
            source: Source.liveKit),
    ]
}
