import NIOCore

/// A value that is there, or will be: reads are answered at once, writes when they are committed.
///
/// A future alone would do, but costs an allocation and a callback where none is needed.
enum Pending<Value: Sendable> {
    case now(Value)
    /// Of the event loop that asked.
    case later(EventLoopFuture<Value>)

    func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Pending<Other> {
        switch self {
        case .now(let value): .now(transform(value))
        case .later(let future): .later(future.map(transform))
        }
    }
}
