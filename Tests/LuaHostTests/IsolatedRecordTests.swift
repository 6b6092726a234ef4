import LuaShim
import Testing

@testable import LuaHost

/// The bytes of a call, as a worker that lies might write them.
@Suite struct IsolatedRecordTests {
    private static let valid: [[UInt8]] = [
        [0],
        [1, 1],
        [2, 1, 2, 3, 4, 5, 6, 7, 8],
        [3, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f],
        [4, 5, 0, 0, 0, 0, 0, 0, 0] + Array("hello".utf8),
        [5, 9, 0, 0, 0, 0, 0, 0, 0] + Array(#"{"a":[1]}"#.utf8),
        [7, 6, 0, 0, 0, 0, 0, 0, 0] + Array("thread".utf8),
    ]

    private func withRemote(_ body: (OpaquePointer) throws -> Void) throws {
        var options = luashim_options()
        options.memory_limit = 1 << 20
        let vm = try #require(luashim_create_remote(&options))
        defer {
            luashim_close(vm)
            luashim_free(vm)
        }
        try body(vm)
    }

    private func read(
        _ vm: OpaquePointer, _ bytes: [UInt8], count: UInt32
    ) -> (luashim_reading, [luashim_type], Int) {
        var call: OpaquePointer?
        let reading = bytes.withUnsafeBufferPointer {
            luashim_read_call(vm, $0.baseAddress, $0.count, count, &call)
        }
        guard reading == LUASHIM_READ, let call else { return (reading, [], 0) }
        var size = 0
        let types = (0..<luashim_argument_count(call)).map { index in
            size += luashim_bytes(call, index).array.count
            _ = String(cString: luashim_type_name(call, index))
            return luashim_type_of(call, index)
        }
        return (reading, types, size)
    }

    @Test func validRecordsAreRead() throws {
        try withRemote { vm in
            let (reading, types, size) = read(
                vm, Self.valid.flatMap { $0 }, count: UInt32(Self.valid.count))
            #expect(reading == LUASHIM_READ)
            #expect(
                types == [
                    LUASHIM_NIL, LUASHIM_BOOLEAN, LUASHIM_INTEGER, LUASHIM_NUMBER, LUASHIM_STRING,
                    LUASHIM_JSON, LUASHIM_OPAQUE,
                ])
            #expect(size == 14)
        }
    }

    /// What address sanitizing and traps would show: nothing is read beyond the end, nothing is made of
    /// a count alone.
    @Test func anyBytesAreReadOrRefused() throws {
        var random = SeededGenerator(seed: 5)
        try withRemote { vm in
            for _ in 0..<20_000 {
                var bytes = (0..<Int.random(in: 0...6, using: &random)).flatMap { _ in
                    Self.valid.randomElement(using: &random) ?? []
                }
                var count = UInt32(bytes.isEmpty ? 0 : Int.random(in: 0...8, using: &random))
                for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                    let place = bytes.indices.randomElement(using: &random) ?? 0
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
                if Bool.random(using: &random) {
                    bytes = bytes.dropLast(Int.random(in: 0...4, using: &random))
                }
                if Int.random(in: 0..<50, using: &random) == 0 { count = .max }
                let (reading, types, size) = read(vm, bytes, count: count)
                #expect(reading == LUASHIM_READ || reading == LUASHIM_MALFORMED)
                #expect(reading != LUASHIM_READ || types.count == Int(count))
                #expect(size <= bytes.count)
            }
        }
    }

    @Test func whatIsTooLargeForTheLimitIsRefused() throws {
        let large: [UInt8] = [4, 0, 0, 0x20, 0, 0, 0, 0, 0] + Array(repeating: 120, count: 2 << 20)
        try withRemote { vm in
            #expect(read(vm, large, count: 1).0 == LUASHIM_TOO_LARGE)
            #expect(read(vm, [1, 1], count: 1).0 == LUASHIM_READ)
        }
    }
}

private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 32) | (state << 32)
    }
}
