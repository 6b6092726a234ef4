/// Why the emulator could not start or keep its state: a sentence for the person who started it.
///
/// What a client does wrong never becomes one of these; it becomes an HTTP answer.
public struct EmulatorError: Error, CustomStringConvertible, Equatable {
    public let description: String

    init(_ description: String) { self.description = description }
}
