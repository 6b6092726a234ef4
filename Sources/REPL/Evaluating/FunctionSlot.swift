import Synchronization

/// A function that one thread sets and others call, or nothing.
///
/// It is kept in a struct because a `Mutex` of a bare closure grows: `withLock` hands the closure out at
/// another level of abstraction and takes it back wrapped in two more thunks, each time it is looked at
/// (Swift 6.3). After fifty thousand lines of output, calling it overflows the stack.
package final class FunctionSlot<Function: Sendable>: Sendable {
    private struct Held {
        package var function: Function?
    }

    private let held = Mutex(Held())

    package init() {}

    package var function: Function? { held.withLock { $0.function } }

    package func set(_ function: Function?) { held.withLock { $0.function = function } }
}
