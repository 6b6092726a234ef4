/// Where values of parameters come from beside the command line. Tests give their own.
public struct ParameterInputs: Sendable {
    /// A variable of the environment.
    public var environment: @Sendable (String) -> String?
    /// A file, whole.
    public var file: @Sendable (String) throws(RecipeError) -> [UInt8]
    /// Standard input, whole; it is asked for once at most.
    public var standardInput: @Sendable () throws(RecipeError) -> [UInt8]
    /// Asks a person; nil where nobody is there to answer.
    public var ask: (@Sendable (Parameter) -> String?)?

    public init(
        environment: @escaping @Sendable (String) -> String? = { _ in nil },
        file: @escaping @Sendable (String) throws(RecipeError) -> [UInt8] = Self.readFile,
        standardInput: @escaping @Sendable () throws(RecipeError) -> [UInt8] = { [] },
        ask: (@Sendable (Parameter) -> String?)? = nil
    ) {
        self.environment = environment
        self.file = file
        self.standardInput = standardInput
        self.ask = ask
    }

    /// Larger than any list of rows that one run works through.
    public static let maxFileBytes = 256 << 20

    @Sendable public static func readFile(_ path: String) throws(RecipeError) -> [UInt8] {
        try BoundedFile.read(path, maxBytes: maxFileBytes)
    }
}
