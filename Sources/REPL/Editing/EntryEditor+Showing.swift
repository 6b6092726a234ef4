import EditlineShim

/// What is drawn, and when.
extension EntryEditor {
    func paint() {
        guard let line else { return }
        let buffer = line.buffer
        suggestion = nil
        var view = view(of: buffer)
        if searchPrompt == nil, let services, view.buffer.cursor == buffer.scalars.count,
            buffer.scalars.count <= Self.maxStyled
        {
            if settings.suggests { suggestion = services.suggestion(for: buffer) }
            let signature = settings.showsSignatures ? services.signature(for: buffer) : nil
            view.hint = [suggestion, signature].compactMap { $0 }.first { !$0.isEmpty }
        }
        let rows = view.rows(top: top)
        top = rows.top
        frame += painter.paint(rows.rows, cursor: rows.cursor)
    }

    private func view(of buffer: EditBuffer) -> EntryView {
        var view = EntryView(
            prompt: searchPrompt ?? prompt, buffer: buffer, theme: screen.theme, size: size)
        switch purpose {
        case .answer(isSecret: true): view.buffer = EditBuffer("")
        case .answer: break
        case .entry(let services):
            guard settings.colorsInput, buffer.scalars.count <= Self.maxStyled else { break }
            let styles = services.styles(of: buffer)
            if styles.count == buffer.scalars.count { view.styles = styles }
        }
        return view
    }

    /// More is not lexed at each key.
    private static let maxStyled = 8 << 10

    /// Shows the entry for the last time, whole unless it is very long, and goes below it.
    func leave(_ buffer: EditBuffer, mark: StyledText = "") {
        suggestion = nil
        var whole = view(of: buffer)
        whole.buffer.cursor = whole.buffer.scalars.count
        // Brackets are not matched any more, and what was found is an entry like others.
        whole.prompt = prompt
        let rows = whole.allRows()
        let isTall = rows.rows.count > size.rows
        if isTall {
            frame += painter.erase()
            if rows.rows.count > Self.maxLeft { return leaveShort(whole) }
        }
        frame += painter.paint(rows.rows, cursor: rows.cursor)
        frame += Array(screen.theme.rendered(mark).utf8)
        frame += painter.leave()
    }

    private static let maxLeft = 1000

    private func leaveShort(_ view: EntryView) {
        let rows = view.rows(top: .max)
        frame += painter.paint(rows.rows, cursor: rows.cursor)
        frame += painter.leave()
    }

    /// Shows text above the entry.
    func showAbove(_ text: StyledText) {
        guard !text.isEmpty else { return }
        frame += painter.erase()
        frame += Array(screen.theme.rendered(text).utf8)
        if text.plain.unicodeScalars.last != "\n" { frame += Array("\n".utf8) }
    }

    /// Leaves the entry as it is, shows text below, and the entry once more below that.
    func showBelow(_ text: StyledText) {
        guard !text.isEmpty else { return }
        suggestion = nil
        if let line {
            let rows = view(of: line.buffer).rows(top: top)
            frame += painter.paint(rows.rows, cursor: rows.cursor)
        }
        frame += painter.leave()
        frame += Array(screen.theme.rendered(text).utf8)
    }

    func showNews() {
        let news = screen.news()
        showAbove(news.lines)
        if let new = news.prompt { prompt = new }
    }

    func resize() {
        let new = screen.size
        guard new != size else { return }
        size = new
        frame += painter.erase(columns: new.columns, reflows: TerminalKind.reflows)
    }

    /// After the process was stopped by another way than ^Z, the shell has the terminal as it likes it.
    func resume() {
        guard let line else { return }
        editline_prepare(line.pointer, false)
        editline_prepare(line.pointer, true)
        beginFrame()
    }
}
