/// One test of a file.
public struct SpecCase: Sendable, Hashable {
    public let file: SpecFile
    /// Names of the blocks around it and its own, joined by spaces.
    public let name: String
    public let line: Int
    /// The words of its name that begin with `#`, without that.
    public let tags: [String]
    /// It has no body yet.
    public let isPending: Bool
    /// Which of those in its file that have this name, from 1; nil for what is no `it` of the file, but stands beside
    /// it. A place in the file would not do: tests that are made in the order of `pairs` stand elsewhere in each state.
    let nth: Int?
    let extra: Extra?

    /// A test that is not written in the file, such as an example from elsewhere.
    public struct Extra: Sendable, Hashable {
        /// Text of a spec with one `it`, which runs once the file is loaded. For it `require "spec.example"` is a
        /// table with `argument`, and `prepare`, which calls what the file gave to `before_example`
        /// and returns the first thing that one of them returns.
        public let code: String
        public let argument: String
        /// It changes what all of the process share, such as the working folder.
        public let isAlone: Bool

        public init(code: String, argument: String, isAlone: Bool) {
            self.code = code
            self.argument = argument
            self.isAlone = isAlone
        }
    }

    public init(_ extra: Extra, name: String, in file: SpecFile) {
        self.file = file
        self.name = name
        self.extra = extra
        line = 1
        tags = []
        isPending = false
        nth = nil
    }

    init(file: SpecFile, name: String, line: Int, tags: [String], isPending: Bool, nth: Int) {
        self.file = file
        self.name = name
        self.line = line
        self.tags = tags
        self.isPending = isPending
        self.nth = nth
        extra = nil
    }

    public var isAlone: Bool { extra?.isAlone ?? false }
}

/// How a test ended.
public struct SpecOutcome: Sendable {
    public enum Status: String, Sendable {
        case success
        /// An assertion did not hold.
        case failure
        /// Anything else was raised.
        case error
        case pending
    }

    public let test: SpecCase
    public let status: Status
    public let message: String?
    /// The frames of the test's own code.
    public let trace: String?
    /// Where it failed, in its file.
    public let line: Int?
    /// What it wrote, standard error included.
    public let output: String
    public let duration: Duration

    public var isFailed: Bool { status == .failure || status == .error }

    /// Duration in seconds.
    public var seconds: Double { duration / .seconds(1) }
}
