@preconcurrency import Glibc
import TerminalHarness

// How long the prompt lets its user wait, in a terminal of 80 by 24. Argument: the tavlua binary.
guard CommandLine.arguments.count == 2 else {
    fputs("usage: bench-prompt TAVLUA\n", stderr)
    exit(64)
}
do {
    try PromptBench(program: CommandLine.arguments[1]).run()
} catch {
    fputs("bench-prompt: \(error)\n", stderr)
    exit(1)
}
