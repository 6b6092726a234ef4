import EditlineShim

/// libedit's buffer and keymaps, in Swift's types.
struct EditlineHandle {
    let pointer: OpaquePointer

    var buffer: EditBuffer {
        let line = editline_current(pointer)
        let text = UnsafeBufferPointer(start: line.text, count: line.count)
        return EditBuffer(
            scalars: text.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" },
            cursor: line.cursor)
    }

    func replace(_ buffer: EditBuffer) {
        editline_replace(pointer, buffer.scalars.wide, buffer.cursor)
    }

    func insert(_ scalars: some Sequence<Unicode.Scalar>) { editline_insert(pointer, scalars.wide) }

    func insert(_ text: String) { insert(text.unicodeScalars) }

    func move(to cursor: Int) { editline_move(pointer, cursor) }

    /// Makes libedit do these next, one after the other.
    func push(_ functions: EditlineFunction...) {
        editline_push(pointer, functions.flatMap(\.keys).wide)
    }

    /// Sets the mark, calls `EditCommand.killUpToMark` to move the cursor, and removes what is between
    /// them, for ^Y to bring back: only libedit's own functions can write to its kill buffer.
    func killByJumping() {
        let keys = EditlineFunction.setMark.keys + [EditorKey.mark, Self.jumpKey]
        editline_push(pointer, (keys + EditlineFunction.killRegion.keys).wide)
    }

    private static let jumpKey: Unicode.Scalar = "J"

    /// - Returns: what was wrong with `.editrc`.
    func bindKeys(usesVi: Bool) -> String? {
        for command in EditCommand.allCases {
            editline_add(pointer, command.rawValue, command.name.unicodeScalars.wide)
        }
        editline_use_vi(pointer, usesVi)
        bind(usesVi ? KeyBindings.vi : KeyBindings.emacs)
        if usesVi { bind(KeyBindings.viCommand, with: editline_bind_command) }
        let isSound = editline_source(pointer)
        bind(KeyBindings.fixed)
        for key in EditorKey.allCases {
            bind(privateKeys(key.rawValue), to: KeyBindings.command(of: key).name)
        }
        for function in EditlineFunction.allCases {
            bind(privateKeys(function.rawValue), to: function.name)
        }
        bind(privateKeys(Character(Self.jumpKey)), to: EditCommand.killUpToMark.name)
        return isSound ? nil : String(cString: editline_complaint(pointer))
    }

    private func privateKeys(_ letter: Character) -> String { "\\200\(letter)" }

    private func bind(_ keys: String, to function: String) {
        editline_bind(pointer, keys.unicodeScalars.wide, function.unicodeScalars.wide)
    }

    private func bind(
        _ bindings: [(keys: String, command: EditCommand)],
        with bind: (OpaquePointer, UnsafePointer<wchar_t>, UnsafePointer<wchar_t>) -> Bool =
            editline_bind
    ) {
        for (keys, command) in bindings {
            _ = bind(pointer, keys.unicodeScalars.wide, command.name.unicodeScalars.wide)
        }
    }
}

extension EditlineFunction {
    fileprivate var keys: [Unicode.Scalar] { [EditorKey.mark] + Array(rawValue.unicodeScalars) }
}

extension Sequence<Unicode.Scalar> {
    /// As libedit takes it; without NUL, which would end it.
    var wide: [wchar_t] {
        var wide = compactMap { $0 == "\0" ? nil : wchar_t(bitPattern: $0.value) }
        wide.append(0)
        return wide
    }
}
