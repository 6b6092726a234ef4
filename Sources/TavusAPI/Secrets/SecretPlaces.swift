/// Writes something else where secrets stand in a text.
enum SecretPlaces {
    /// - Parameters:
    ///   - places: ranges of the text's UTF-8; they may overlap and come in any order.
    ///   - mark: stands for each place; those that touch count as one.
    static func replaced(_ places: [Range<Int>], in text: String, by mark: String) -> String {
        guard !places.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var clean: [UInt8] = []
        var end = 0
        for place in places.sorted(by: { $0.lowerBound < $1.lowerBound }) where !place.isEmpty {
            if place.lowerBound > end || clean.isEmpty {
                clean += bytes[end..<place.lowerBound]
                clean += mark.utf8
            }
            end = max(end, place.upperBound)
        }
        return String(decoding: clean + bytes[end...], as: UTF8.self)
    }
}
