import TavusClient

/// The exit codes of the contract that no error of a call decides.
extension ExitStatus {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    static let changesPending: Int32 = 3
    static let permissionDenied: Int32 = 5
    static let usage: Int32 = 64
    static let badInput: Int32 = 65
    static let noSuchScript: Int32 = 66
    static let timeout: Int32 = 124
    static let closedOutput: Int32 = 141
}
