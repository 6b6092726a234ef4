import EditlineShim

extension EntryEditor {
    /// Reads an answer that is not to be seen, without libedit: what ^U or ^K takes there could be brought back by
    /// ^Y at the next prompt, and Up would put an earlier entry in its place.
    func readSecret(_ line: EditlineHandle) -> LineRead {
        editline_prepare(line.pointer, true)
        defer { editline_prepare(line.pointer, false) }
        var secret = String.UnicodeScalarView()
        while let event = nextKey() {
            switch event {
            case .scalar("\r"), .scalar("\n"):
                leave(EditBuffer(""))
                return .line(String(secret))
            case .scalar("\u{3}"):
                leave(EditBuffer(""), mark: StyledText("^C", .note))
                return .interrupted("")
            case .scalar("\u{4}") where secret.isEmpty:
                leave(EditBuffer(""))
                return .end
            case .scalar("\u{8}"), .scalar("\u{7f}"): _ = secret.popLast()
            case .scalar("\u{15}"): secret.removeAll()
            case .scalar(let scalar) where scalar >= " ": secret.append(scalar)
            case .key(.paste):
                secret += PastedText.cleaned(readPaste()).prefix { $0 != "\n" }
            default: break
            }
        }
        return .end
    }
}
