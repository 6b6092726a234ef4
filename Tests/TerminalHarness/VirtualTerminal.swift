/// A terminal without glass: bytes in, a screen out.
public struct VirtualTerminal: Sendable {
    public private(set) var screen: Screen
    /// How many bytes of input the program had read when it last waited for more; nil before it first did.
    ///
    /// A program that runs with `TAVLUA_IDLE_MARKS=1` says so by `ESC ] 7770 ; idle ; N BEL`, when all it
    /// had to show is shown.
    public private(set) var inputReadWhenIdle: Int?
    /// How many times it has said so.
    public private(set) var idleMarks = 0
    public private(set) var bytesReceived = 0
    private var parser = ControlParser()

    public init(size: WindowSize = .standard) {
        screen = Screen(size: size)
    }

    public mutating func receive(_ bytes: some Sequence<UInt8>) {
        // Its closure changes the rest of this value.
        var parser = parser
        defer { self.parser = parser }
        for byte in bytes {
            bytesReceived += 1
            parser.tokens(of: byte) { token in
                guard !isIdleMark(token) else { return }
                screen.take(token)
            }
        }
    }

    public mutating func receive(_ text: String) { receive(text.utf8) }
    public mutating func resize(_ size: WindowSize) { screen.resize(size) }

    private mutating func isIdleMark(_ token: ControlToken) -> Bool {
        guard case .command(let text) = token, text.hasPrefix("7770;idle;") else { return false }
        guard let count = Int(text.dropFirst("7770;idle;".count)) else { return false }
        inputReadWhenIdle = count
        idleMarks += 1
        return true
    }
}
