import LuaShim

/// A frame to a worker, as it is written.
struct FrameWriter {
    private(set) var bytes: [UInt8] = []

    init<Fixed: BitwiseCopyable>(_ kind: luashim_frame, _ fixed: Fixed) {
        append(luashim_frame_header(size: 0, kind: kind.rawValue))
        append(fixed)
    }

    private mutating func append<Value: BitwiseCopyable>(_ value: Value) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }

    private mutating func tag(_ type: luashim_type) { bytes.append(UInt8(type.rawValue)) }

    mutating func addNil() { tag(LUASHIM_NIL) }

    mutating func add(_ value: Bool) {
        tag(LUASHIM_BOOLEAN)
        bytes.append(value ? 1 : 0)
    }

    mutating func add(_ value: Int) {
        tag(LUASHIM_INTEGER)
        append(Int64(value))
    }

    mutating func add(_ text: some Collection<UInt8>) {
        tag(LUASHIM_STRING)
        append(UInt64(text.count))
        bytes.append(contentsOf: text)
    }

    /// Records that are written already.
    mutating func addRecords(_ records: luashim_text) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: records.bytes, count: records.count))
    }

    /// The whole frame; nil where it is larger than frames can be.
    func finished() -> [UInt8]? {
        let header = MemoryLayout<luashim_frame_header>.size
        guard let size = UInt32(exactly: bytes.count - header) else { return nil }
        var finished = bytes
        finished.withUnsafeMutableBytes { $0.storeBytes(of: size, as: UInt32.self) }
        return finished
    }
}

/// The body of a frame from a worker: bytes that anybody may have written.
struct FrameBody {
    let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next fixed fields.
    mutating func next<Fixed: BitwiseCopyable>(
        _ type: Fixed.Type = Fixed.self
    ) throws(Misbehaviour) -> Fixed {
        let size = MemoryLayout<Fixed>.size
        guard bytes.count - position >= size else { throw Misbehaviour("it sent half a message") }
        defer { position += size }
        return bytes.withUnsafeBytes {
            $0.loadUnaligned(fromByteOffset: position, as: Fixed.self)
        }
    }

    /// What is left.
    func withRest<R>(_ act: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try bytes[position...].withUnsafeBufferPointer(act)
    }
}

/// What a worker did that none does by itself.
struct Misbehaviour: Error {
    let what: String
    init(_ what: String) { self.what = what }
}
