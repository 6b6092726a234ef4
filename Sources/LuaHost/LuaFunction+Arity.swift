/// The synchronous initializers again, for few parameters: the compiler turns these into code for the
/// parameters' own types, and leaves packs generic, which takes twice as long (Swift 6.3).
extension LuaFunction {
    @inlinable public init<R: LuaWritable>(
        _ name: String, _ body: @escaping @Sendable () throws -> R
    ) {
        self.init(name: name, kind: .sync { _, results in try body().write(to: &results) })
    }

    @inlinable public init(_ name: String, _ body: @escaping @Sendable () throws -> Void) {
        self.init(name: name, kind: .sync { _, _ in try body() })
    }

    @inlinable public init<A: LuaReadable, R: LuaWritable>(
        _ name: String, _ body: @escaping @Sendable (A) throws -> R
    ) {
        self.init(
            name: name,
            kind: .sync { try body(A.read(from: &$0)).write(to: &$1) })
    }

    @inlinable public init<A: LuaReadable>(
        _ name: String, _ body: @escaping @Sendable (A) throws -> Void
    ) {
        self.init(name: name, kind: .sync { arguments, _ in try body(A.read(from: &arguments)) })
    }

    @inlinable public init<A: LuaReadable, B: LuaReadable, R: LuaWritable>(
        _ name: String, _ body: @escaping @Sendable (A, B) throws -> R
    ) {
        self.init(
            name: name,
            kind: .sync {
                try body(A.read(from: &$0), B.read(from: &$0)).write(to: &$1)
            })
    }

    @inlinable public init<A: LuaReadable, B: LuaReadable>(
        _ name: String, _ body: @escaping @Sendable (A, B) throws -> Void
    ) {
        self.init(
            name: name,
            kind: .sync { arguments, _ in
                try body(A.read(from: &arguments), B.read(from: &arguments))
            })
    }

    @inlinable public init<A: LuaReadable, B: LuaReadable, C: LuaReadable, R: LuaWritable>(
        _ name: String, _ body: @escaping @Sendable (A, B, C) throws -> R
    ) {
        self.init(
            name: name,
            kind: .sync {
                try body(A.read(from: &$0), B.read(from: &$0), C.read(from: &$0)).write(to: &$1)
            })
    }

    @inlinable public init<A: LuaReadable, B: LuaReadable, C: LuaReadable>(
        _ name: String, _ body: @escaping @Sendable (A, B, C) throws -> Void
    ) {
        self.init(
            name: name,
            kind: .sync { arguments, _ in
                try body(
                    A.read(from: &arguments), B.read(from: &arguments), C.read(from: &arguments))
            })
    }
}
