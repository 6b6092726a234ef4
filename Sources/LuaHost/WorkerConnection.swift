import Glibc
import LuaShim

/// Bytes to and from a worker. Neither side waits for the other here; who uses it polls.
struct WorkerConnection {
    let socket: Int32
    /// No frame is larger, whatever it says.
    let frameLimit: Int
    private var incoming: [UInt8] = []
    private var parsed = 0
    private var outgoing: [UInt8] = []
    private var sent = 0

    init(socket: Int32, frameLimit: Int) {
        self.socket = socket
        self.frameLimit = frameLimit
    }

    /// Bytes that the worker has not taken yet.
    var backlog: Int { outgoing.count - sent }

    mutating func send(_ frame: [UInt8]) {
        if backlog == 0 {
            (outgoing, sent) = (frame, 0)
        } else {
            outgoing += frame
        }
        flush()
    }

    /// Writes as much as fits. A worker that is gone shows when it is read from.
    mutating func flush() {
        while backlog > 0 {
            let result = outgoing.withUnsafeBytes { bytes in
                // No signal where the other end is closed.
                Glibc.send(
                    socket, bytes.baseAddress.map { $0 + sent }, backlog, CInt(MSG_NOSIGNAL))
            }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { return }
            sent += result
        }
        (outgoing, sent) = ([], 0)
    }

    /// Reads once. False: the other end is closed, and everything was read.
    mutating func receive() -> Bool {
        let step = 1 << 16
        if parsed > 0 {
            incoming.removeFirst(parsed)
            parsed = 0
        }
        var result = 0
        withUnsafeTemporaryAllocation(byteCount: step, alignment: 1) { buffer in
            repeat {
                result = Glibc.read(socket, buffer.baseAddress, step)
            } while result < 0 && errno == EINTR
            if result > 0 { incoming += buffer.prefix(result) }
        }
        return result > 0 || (result < 0 && errno == EAGAIN)
    }

    /// The next whole frame that was received.
    mutating func next() throws(Misbehaviour) -> (kind: UInt32, body: FrameBody)? {
        let headerSize = MemoryLayout<luashim_frame_header>.size
        let there = incoming.count - parsed
        guard there >= headerSize else { return nil }
        let header = incoming.withUnsafeBytes {
            $0.loadUnaligned(fromByteOffset: parsed, as: luashim_frame_header.self)
        }
        guard header.size <= frameLimit else { throw Misbehaviour("it sent too large a message") }
        let size = headerSize + Int(header.size)
        guard there >= size else { return nil }
        let body = Array(incoming[(parsed + headerSize)..<(parsed + size)])
        parsed += size
        return (header.kind, FrameBody(body))
    }
}
