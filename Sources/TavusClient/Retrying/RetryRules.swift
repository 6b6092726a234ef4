/// How patient a client is with one call.
public struct RetryRules: Sendable, Equatable {
    /// How often a call is sent at most; 1 never repeats.
    public var attempts = 3
    /// The longest `Retry-After` that is waited for. A server that asks for more gets no second
    /// attempt, and the error carries its wish.
    public var maxWait = Duration.seconds(60)
    /// The first pause is at most this long, each next one twice that, none longer than `longestPause`.
    public var firstPause = Duration.milliseconds(500)
    public var longestPause = Duration.seconds(8)
    /// Whether a create is sent again after 503 with `Retry-After`. The server says then that it
    /// was too busy; off, because a gateway may say so after it passed the request on.
    public var repeatsBusyCreates = false

    public init() {}

    /// Full jitter: callers that failed together do not come back together.
    ///
    /// Source: AWS Architecture Blog, "Exponential Backoff And Jitter", 2015.
    func pause(afterAttempt number: Int, draw: Double) -> Duration {
        let longest = min(longestPause, firstPause * (1 << min(number - 1, 16)))
        return longest * draw
    }
}
