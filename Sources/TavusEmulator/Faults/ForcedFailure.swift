import JSONValue
import TavusAPI

/// Makes one record fail: a training, a rendering, a processing; or ends a call from the inside.
struct ForcedFailure {
    let kind: String
    let id: String
    /// The `error_message`, `status_details` or `shutdown_reason`; `nil` for the resource's usual one.
    let reason: String?

    /// The resources whose records can fail, with the reason each gives when none is named.
    static let defaultReasons = [
        // Errors page, 2025-11; the code list of documents is of the official file, 2026-05; the
        // reasons for shutdowns are of the webhook page, 2025-11.
        Replicas.kind: "Training failed, as tavus.emulator.fail asked for",
        Videos.kind: "Rendering failed, as tavus.emulator.fail asked for",
        Documents.kind: "document_processing_failed",
        Conversations.kind: "exception_encountered_during_conversation_startup",
    ]

    static func id(in body: JSONValue?, _ resource: String) -> String? {
        guard let field = Catalogue.resource(resource)?.idField else { return nil }
        return body?[field]?.stringValue ?? body?["uuid"]?.stringValue
    }

    /// Fails the record now.
    ///
    /// - Throws: ``EmulatorError`` for one that is not there or has come to its end already.
    func applyNow(_ desk: Desk) throws {
        guard var row = try desk.rows.findLiving(kind, id) else {
            throw EmulatorError("there is no \(singular) \(id)")
        }
        switch row.phase(at: desk.now) {
        case .waiting, .working: break
        case .succeeded, .failed:
            throw EmulatorError("the \(singular) \(id) has come to its end already")
        }
        row.beginsAt = row.beginsAt.map { min($0, desk.now) }
        row.settlesAt = desk.now
        try fail(&row, desk)
    }

    /// Lets the record, which has just been created, fail when a failure would show.
    func applyWhenDue(_ desk: Desk) throws {
        guard var row = try desk.rows.findLiving(kind, id) else { return }
        if kind == Replicas.kind {
            let time = desk.settings.pace.processing(LiveDuration.failedTraining)
            row.settlesAt = row.createdAt + time
        } else if kind == Conversations.kind {
            // A call that fails does so when the replica should have come.
            row.settlesAt = row.createdAt + desk.settings.pace.call(LiveDuration.join)
        }
        try fail(&row, desk)
    }

    private var singular: String { Catalogue.resource(kind)?.singular ?? kind }

    private func fail(_ row: inout StoredResource, _ desk: Desk) throws {
        row.outcome = reason ?? Self.defaultReasons[kind]
        try desk.rows.update(row)
        if kind == Replicas.kind { try failVideosThatWait(for: row, desk) }
    }

    /// Videos queue while their replica trains, and fail with it.
    private func failVideosThatWait(for replica: StoredResource, _ desk: Desk) throws {
        var waiting = RowFilter(kind: Videos.kind)
        waiting.require(member: "replica_id", is: replica.id)
        waiting.require(unsettledAt: desk.now)
        for var video in try desk.rows.all(waiting) {
            Videos.failWithReplica(&video, at: replica.settlesAt ?? desk.now)
            try desk.rows.update(video)
        }
    }
}
