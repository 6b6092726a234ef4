/// An entry as it was typed, and where and when that was.
public struct HistoryEntry: Sendable, Equatable {
    public var text: String
    /// Seconds since 1970; 0 where nobody knows.
    public var time: Int64
    /// Where its calls went: "emulator", "live", "live/acme".
    public var place: String

    public init(_ text: String, time: Int64 = 0, place: String = "") {
        self.text = text
        self.time = time
        self.place = place
    }
}
