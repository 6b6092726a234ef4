/// A run that was stopped because it reached a limit that scripts cannot catch.
public struct LuaLimitReached: Error, Equatable, CustomStringConvertible {
    public enum Limit: Sendable, Equatable {
        case wallClock(Duration)
        case output(ByteCount)
    }

    public let limit: Limit

    public init(limit: Limit) { self.limit = limit }

    public var description: String {
        switch limit {
        case .wallClock(let duration): "the script was stopped: it ran for more than \(duration)"
        case .output(let count): "the script was stopped: it wrote more than \(count)"
        }
    }
}
