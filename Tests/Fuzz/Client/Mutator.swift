/// Makes new inputs of known ones: bytes changed, put in, taken out, and pieces of another input.
struct Mutator {
    private static let longest = 4_096

    let corpus: [[UInt8]]
    private var state: UInt64

    init(seed: UInt64, corpus: [[UInt8]]) {
        precondition(!corpus.isEmpty, "no corpus")
        self.corpus = corpus
        state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    }

    mutating func next() -> [UInt8] {
        var bytes = corpus[draw(corpus.count)]
        for _ in 0..<1 + draw(6) { mutate(&bytes) }
        return Array(bytes.prefix(Self.longest))
    }

    private mutating func draw(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return limit > 0 ? Int(state % UInt64(limit)) : 0
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = draw(bytes.count + 1)
        switch draw(4) {
        case 0 where place < bytes.count: bytes[place] = UInt8(draw(256))
        case 1: bytes.insert(UInt8(draw(256)), at: place)
        case 2:
            let other = corpus[draw(corpus.count)]
            let from = draw(other.count + 1)
            bytes.insert(contentsOf: other[from..<from + draw(other.count - from + 1)], at: place)
        default: bytes.removeSubrange(place..<place + draw(bytes.count - place + 1))
        }
    }
}
