extension Catalogue {
    static let conversations = APIResource(
        name: "conversations", singular: "conversation", idField: "conversation_id",
        nameField: "conversation_name",
        // "error" is typed by programs that call the service; no text of the vendor has it.
        lifecycle: Lifecycle(
            initial: "active", pending: ["active"], succeeded: ["ended"], failed: ["error"]),
        columns: [
            "conversation_id", "conversation_name", "status", "persona_id", "replica_id",
            "created_at",
        ],
        outputAliases: [.init("pal_id", of: "persona_id"), .init("face_id", of: "replica_id")],
        summary: "Real-time video calls with a replica.",
        source: Source.reference("Conversations API"))

    static let personas = APIResource(
        name: "personas", singular: "persona", idField: "persona_id", idAliases: ["pal_id"],
        nameField: "persona_name", aliases: ["pals"],
        columns: [
            "persona_id", "persona_name", "pipeline_mode", "default_replica_id", "created_at",
        ],
        outputAliases: [
            .init("pal_id", of: "persona_id"), .init("pal_name", of: "persona_name"),
            .init("default_face_id", of: "default_replica_id"),
        ],
        summary: "How an agent behaves, speaks and what it knows.",
        source: Source.reference("Personas API"))

    static let replicas = APIResource(
        name: "replicas", singular: "replica", idField: "replica_id", idAliases: ["face_id"],
        nameField: "replica_name", aliases: ["faces"],
        // GET says "completed", the training callback says "ready"; docs.tavus.io, 2026. An older
        // guide shows "training" right after creation.
        lifecycle: Lifecycle(
            initial: "started", pending: ["started", "training"],
            succeeded: ["completed", "ready"], failed: ["error"]),
        columns: ["replica_id", "replica_name", "status", "training_progress", "created_at"],
        outputAliases: [
            .init("face_id", of: "replica_id"), .init("face_name", of: "replica_name"),
            .init("face_type", of: "replica_type"),
        ],
        summary: "Digital twins, trained from a video.",
        source: Source.reference("Replicas API"))

    static let objectives = APIResource(
        name: "objectives", singular: "objective", idField: "objectives_id",
        nameField: "objective_name",
        columns: ["objectives_id", "objective_name", "status", "created_at"],
        summary: "Goals that a persona pursues in a conversation.",
        source: Source.reference("Objectives API"))

    static let guardrails = APIResource(
        name: "guardrails", singular: "guardrails", idField: "guardrails_id",
        // A flat guardrail answers with `uuid`; docs.tavus.io, 2026.
        idAliases: ["uuid"],
        nameField: "guardrails_name",
        columns: ["guardrails_id", "guardrails_name", "status", "created_at"],
        summary: "Limits that a persona keeps to in a conversation.",
        source: Source.reference("Guardrails API"))

    static let documents = APIResource(
        name: "documents", singular: "document", idField: "document_id",
        // The path says document_id, the answers of the reference say uuid; newer ones document_id.
        idAliases: ["uuid"],
        nameField: "document_name", firstPage: 0,
        // The reference starts with "processing"; OpenAPI file, 2026-05: "started" comes before it.
        lifecycle: Lifecycle(
            initial: "processing", pending: ["started", "processing", "recrawling"],
            succeeded: ["ready"], failed: ["error", "deleted"]),
        columns: ["document_id", "document_name", "status", "document_url", "created_at"],
        outputAliases: [.init("document_id", of: "uuid")],
        summary: "Files and websites that personas know.",
        source: Source.reference("Knowledge Base (Documents) API"))

    static let videos = APIResource(
        name: "videos", singular: "video", idField: "video_id", nameField: "video_name",
        lifecycle: Lifecycle(
            initial: "queued", pending: ["queued", "generating"], succeeded: ["ready"],
            failed: ["error", "deleted"]),
        columns: ["video_id", "video_name", "status", "hosted_url", "created_at"],
        outputAliases: [.init("face_id", of: "replica_id")],
        summary: "Videos in which a replica speaks a script or an audio file.",
        source: Source.reference("Video Generation API"))

    static let memories = APIResource(
        name: "memories", singular: "memory", idField: "memory_id", columns: ["memory_id"],
        summary: "What a memory store keeps of earlier conversations.", source: Source.tryAGI)
}
