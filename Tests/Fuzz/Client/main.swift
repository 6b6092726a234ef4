import Glibc

// Arguments: target, seconds, seed, where to write an input that fails, files of the corpus. The rules are
// those of Tests/Fuzz/driver.c; Swift's traps take the place of a sanitizer.

let words = CommandLine.arguments
guard words.count > 5, let seconds = Int(words[2]), let seed = UInt64(words[3]) else { exit(64) }
let subjects: [String: ([UInt8]) -> Void] = [
    "answer": checkAnswer, "path": checkPath, "display": checkDisplay, "patch": checkPatch,
]
guard let check = subjects[words[1]] else { exit(64) }

Failure.path = words[4]
Failure.install()
var mutator = Mutator(seed: seed, corpus: words[5...].compactMap(contents))
let end = time(nil) + seconds
var runs = 0
for sample in mutator.corpus {
    Failure.current = sample
    check(sample)
    runs += 1
}
while time(nil) < end {
    Failure.current = mutator.next()
    check(Failure.current)
    runs += 1
}
print("DONE: \(runs) runs, \(mutator.corpus.count) of them the corpus")

func contents(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return bytes
}
