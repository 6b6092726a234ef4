import TavusAPI

/// What a program exits with when an error of a call ends it.
public enum ExitStatus {
    /// First match: unknown outcome of a write 10; authentication 4; permission 5; budget 6;
    /// connection or timeout 8; any other answer of the API 7; bad arguments and the rest 1.
    public static func of(_ error: TavusError) -> Int32 {
        if error.isWrite, error.outcome == .unknown { return 10 }
        switch error.code {
        case .authentication: return 4
        case .permissionDenied: return 5
        case .budgetExceeded: return 6
        case .connectionFailed, .timeout: return 8
        default: return error.status == nil ? 1 : 7
        }
    }
}
