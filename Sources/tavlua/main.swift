// The argv fast path: entering the argument parser costs more instructions than starting Lua does,
// so the plain forms of running a script are recognised here.

import Glibc
import LuaHost

// Isolated sessions start this program anew to run Lua in it.
LuaHost.runWorkerIfAsked()

ProcessEnvironment.hideKey()
openStandardStreams()

let words = Array(CommandLine.arguments.dropFirst())

let status: Int32
if let invocation = ScriptInvocation(plain: words) {
    status = MainThread.run {
        await ScriptRun(invocation, settings: HostSettings()).run()
    }
} else if let target = RunTarget(plain: words) {
    status = MainThread.run { await target.run(HostSettings()) }
} else {
    status = MainThread.run { [words] in await CommandLineInterface.run(words) }
}
ProcessEnd.exit(status)
