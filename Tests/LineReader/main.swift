// Reads entries on its terminal and shows what came of each, for tests that need a process of its own: signals,
// job control, memory. Arguments: `vi`, `plain`, `secret`, `history=TEXT`, `text=TEXT`, `notes=N`.
import Glibc
import REPL

let arguments = CommandLine.arguments.dropFirst()

func value(of name: String) -> String? {
    arguments.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
}

var settings = REPLSettings()
settings.editMode = arguments.contains("vi") ? .vi : .emacs
settings.isPlain = arguments.contains("plain")
let theme = Theme(
    name: "test",
    codes: [.keyword: "1;35", .hint: "2", .note: "2", .promptSafe: "32", .name: "36"])
let (editor, problem) = lineEditor(program: "line-reader", theme: theme, settings: settings)
if let problem { editor.show(StyledText("\(problem)\n", .warning)) }
value(of: "history").map { editor.remember($0) }

if arguments.contains("secret") {
    let answer = editor.ask("key: ", isSecret: true)
    editor.show(StyledText("answer \(answer.map { "\($0.count) characters" } ?? "none")\n"))
}

if let count = value(of: "notes").flatMap(Int.init) {
    let editor = editor
    startThread {
        for number in 1...count {
            usleep(20_000)
            editor.show(StyledText("[job \(number)] done\n"))
        }
    }
}

let prompt = StyledText("test> ", .promptSafe)
var text = value(of: "text") ?? ""
reading: while true {
    switch editor.readEntry(prompt: prompt, text: text, services: LuaWords()) {
    case .line(let entry):
        let shown =
            entry.unicodeScalars.count > 200
            ? "\(entry.utf8.count) bytes" : "\(entry.debugDescription)"
        editor.show(StyledText("line \(shown)\n"))
        editor.remember(entry)
    case .interrupted(let entry): editor.show(StyledText("interrupted \(entry.debugDescription)\n"))
    case .end: break reading
    }
    text = ""
}
editor.close()
print("end")
