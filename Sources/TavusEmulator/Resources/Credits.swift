/// The minutes of conversation that an account has, and what calls have used of them.
///
/// Overview of conversations, 2026: usage runs from the creation of a call, not from the join, to its
/// end. So what is used follows from the rows and the clock like every state; a call that was deleted
/// with `hard=true` is forgotten here, too.
enum Credits {
    /// - Throws: 402 when nothing is left.
    static func require(_ desk: Desk) throws {
        guard let credits = desk.settings.credits else { return }
        guard try used(desk) < credits else { throw Refusal.outOfCredits }
    }

    /// Minutes, at the pace of calls.
    private static func used(_ desk: Desk) throws -> Double {
        let seconds = try desk.rows.lifetime(of: Conversations.kind, until: desk.now)
        return seconds * desk.settings.pace.speed / 60
    }
}
