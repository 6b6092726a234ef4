import NIOCore

/// The id of a request, unique among all runs; answers carry it as `x-request-id`.
struct RequestID: Sendable {
    /// What tells one run from the others.
    let run: String
    let number: Int

    var text: String { "emulator-\(run)-\(number)" }

    /// Writes ``text`` without making it.
    func write(into buffer: inout ByteBuffer) {
        buffer.writeStaticString("emulator-")
        buffer.writeString(run)
        buffer.writeStaticString("-")
        buffer.writeString(String(number))
    }
}
