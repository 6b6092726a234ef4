/// Every operation of the API, and what follows from it.
///
/// One annotated value per operation, in the files beside this one; ``operations`` lists them in the
/// order in which people meet them. To add one: write its value, its line in the list, and a raw
/// fixture for the emulator.
public enum Catalogue {
    public static let resources: [APIResource] = [
        conversations, personas, replicas, objectives, guardrails, documents, videos, memories,
        pronunciationDictionaries, transcriptions, lipsync, replacements, speeches,
        memoryStores,
        toolResource, palTools, skills, palSkills, voices, deployments, canvasInteractions,
    ]

    public static let operations: [APIOperation] =
        referenceOperations + pronunciationDictionaryOperations + transcriptionOperations
        + lipsyncOperations + replacementOperations + speechOperations
        + memoryStoreOperations + [listGuardrailTags, listDocumentTags, listDocumentChunks]
        + toolOperations + palToolOperations + skillOperations + palSkillOperations + [listVoices]
        + deploymentOperations + canvasOperations + palOperations + [validateObjectives]

    /// The operations of the reference, with those that came later for the same records.
    private static let referenceOperations = [
        createConversation, getConversation, listConversations, endConversation, deleteConversation,
        createPersona, getPersona, listPersonas, patchPersona, deletePersona,
        createReplica, getReplica, listReplicas, deleteReplica, renameReplica,
        createObjectives, getObjectives, listObjectives, patchObjectives, deleteObjectives,
        createGuardrails, getGuardrails, listGuardrails, patchGuardrails, deleteGuardrails,
        createDocument, getDocument, listDocuments, updateDocument, deleteDocument, recrawlDocument,
        createVideo, getVideo, listVideos, deleteVideo, renameVideo,
        deleteMemory,
    ]

    private static let operationsByID = Dictionary(
        uniqueKeysWithValues: operations.map { ($0.id, $0) })

    private static let resourcesByName: [String: APIResource] = {
        var found: [String: APIResource] = [:]
        for resource in resources {
            for name in [resource.name] + resource.aliases { found[name] = resource }
        }
        return found
    }()

    /// The operation of this id: "conversations.end", also "conversations.end_" and "pals.get".
    public static func operation(_ id: String) -> APIOperation? {
        if let operation = operationsByID[id] { return operation }
        let parts = id.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let resource = resource(String(parts[0])) else { return nil }
        let verb = parts[1]
        if let operation = operationsByID["\(resource.name).\(verb)"] { return operation }
        guard verb.last == "_", APIOperation.luaKeywords.contains(String(verb.dropLast())) else {
            return nil
        }
        return operationsByID["\(resource.name).\(verb.dropLast())"]
    }

    /// The resource of this name, or of this newer name: "personas" and "pals".
    public static func resource(_ nameOrAlias: String) -> APIResource? {
        resourcesByName[nameOrAlias]
    }
}
