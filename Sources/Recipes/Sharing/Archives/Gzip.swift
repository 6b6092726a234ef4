import CZlib

/// gzip, in memory and bounded.
enum Gzip {
    /// The same bytes for the same input and zlib: no time and no name in the header.
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        // 31: a window of 15 bits, and gzip's own header.
        let start = deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        precondition(start == Z_OK, "zlib could not start: \(start)")
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                let end = deflate(&stream, Z_FINISH)
                precondition(end == Z_STREAM_END, "deflateBound is a bound")
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output.prefix(count))
    }

    static func isGzip(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: [0x1f, 0x8b])
    }

    /// Unpacks one member, and stops where the limits are.
    /// - Throws: ``SharingError`` `refused` for damaged data, for what follows the member, for more bytes than
    ///   allowed, and for data that packs suspiciously well.
    static func expanded(_ bytes: [UInt8], limits: RecipeLimits) throws(SharingError) -> [UInt8] {
        guard bytes.count <= limits.packedBytes else {
            throw SharingError(
                .refused, "the archive is larger than \(limits.packedBytes >> 20) MiB")
        }
        var stream = z_stream()
        let start = inflateInit2_(&stream, 31, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        precondition(start == Z_OK, "zlib could not start: \(start)")
        defer { inflateEnd(&stream) }
        let limit = min(
            limits.unpackedBytes, max(limits.ratioFloor, bytes.count * limits.ratio))
        var input = bytes
        var output: [UInt8] = []
        let end = input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(input.count)
            return inflateAll(&stream, into: &output, upTo: limit)
        }
        guard output.count <= limit else {
            let isLarge = limit == limits.unpackedBytes
            throw SharingError(
                .refused,
                isLarge
                    ? "the archive unpacks to more than \(limits.unpackedBytes >> 20) MiB"
                    : "the archive unpacks to more than \(limits.ratio) times its size")
        }
        guard end == Z_STREAM_END else {
            throw SharingError(.refused, "the archive's gzip data is damaged or cut off")
        }
        guard stream.avail_in == 0 else {
            throw SharingError(.refused, "something follows the archive's gzip data")
        }
        return output
    }

    /// - Returns: zlib's last word.
    private static func inflateAll(
        _ stream: inout z_stream, into output: inout [UInt8], upTo limit: Int
    ) -> CInt {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let (status, count) = chunk.withUnsafeMutableBufferPointer { chunk in
                stream.next_out = chunk.baseAddress
                stream.avail_out = uInt(chunk.count)
                let status = inflate(&stream, Z_NO_FLUSH)
                return (status, chunk.count - Int(stream.avail_out))
            }
            output += chunk.prefix(count)
            if status != Z_OK || output.count > limit { return status }
            // Neither input nor room for output is missing any more: the data stops short.
            if count == 0 && stream.avail_in == 0 { return Z_BUF_ERROR }
        }
    }
}
