/// Words in a request that steer the emulator, so that a script can meet what goes wrong.
///
/// | word | where | effect |
/// |---|---|---|
/// | `emulator-fail` | `train_video_url`, `train_image_url`, `document_url`, `script`, `audio_url`, `file_url`, `original_video_url`, `source_audio_url` | training, processing or rendering ends in `error` |
/// | `emulator-fail=file_empty` | the same | with this `error_message` |
/// | `emulator-absent` | `conversation_name` | nobody joins: the call ends by `participant_absent_timeout` |
/// | `emulator-leave=20` | `conversation_name` | the participant leaves 20 s after creation |
/// | `emulator-draft` | `persona_name` | the web builder holds a draft: a patch is 409, unless forced |
///
/// They are emulator words: the live service reads them as plain text.
enum Markers {
    /// The message a failure was asked with, the empty string for a bare `emulator-fail`, or `nil`.
    static func failure(in text: String?) -> String? { value(of: "emulator-fail", in: text) }

    static func isAbsent(_ name: String?) -> Bool { value(of: "emulator-absent", in: name) != nil }

    static func isDrafted(_ name: String?) -> Bool { value(of: "emulator-draft", in: name) != nil }

    /// Seconds after creation at which the participant leaves.
    static func leave(in name: String?) -> Double? {
        value(of: "emulator-leave", in: name).flatMap { Double($0) }
    }

    private static func value(of word: String, in text: String?) -> String? {
        guard let text, let end = text.endOfFirst(word) else { return nil }
        guard end < text.utf8.endIndex, text.utf8[end] == UInt8(ascii: "=") else { return "" }
        let rest = text.utf8[text.utf8.index(after: end)...]
        return String(decoding: rest.prefix(while: isWordByte), as: UTF8.self)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            return true
        default: return false
        }
    }
}

extension String {
    /// Where the first `word` in it ends, by bytes; `nil` when there is none.
    func endOfFirst(_ word: String) -> Index? {
        guard let first = word.utf8.first else { return startIndex }
        var rest = utf8[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: word.utf8) {
                return utf8.index(start, offsetBy: word.utf8.count)
            }
            rest.removeFirst()
        }
        return nil
    }
}
