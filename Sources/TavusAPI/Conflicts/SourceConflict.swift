/// A point on which the texts about the API disagree, and what is done about it.
public struct SourceConflict: Sendable, Hashable, Identifiable {
    /// Its number in ``Catalogue/conflicts``; tests are named for it.
    public let id: Int
    public let topic: String
    /// What the reference of 2025-11 says.
    public let reference: String
    /// What the others say, with their names and dates.
    public let others: String
    /// What client and emulator do: both take what any text has, the emulator answers as the
    /// reference does with newer members beside it.
    public let decision: String
    /// The word of `tavlua emulator --dialect` that turns the emulator to the other side.
    public let dialect: String?

    init(
        _ id: Int, _ topic: String, reference: String, others: String, decision: String,
        dialect: String? = nil
    ) {
        self.id = id
        self.topic = topic
        self.reference = reference
        self.others = others
        self.decision = decision
        self.dialect = dialect
    }
}
