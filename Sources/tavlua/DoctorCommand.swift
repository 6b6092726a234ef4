import ArgumentParser
import Glibc
import LuaHost
import TavusAPI
import TavusClient

/// `tavlua doctor`: what this installation is and would do. It makes no call.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what this installation is, and where calls would go.")

    @OptionGroup var options: HostOptions

    func run() throws {
        line("tavlua", Version.text)
        line("lua", LuaHost.luaVersion + luaNote)
        line("catalogue", "\(Catalogue.operations.count) operations")
        line("libedit", libeditIsThere ? "found" : "missing: the prompt has no line editing")
        line("state", "\(StateFolder.path) (\(stateNote))")
        do throws(ConfigurationError) {
            let settings = options.settings
            let account = try Credentials.resolve(
                flags: AccountFlags(
                    emulator: settings.usesEmulator, live: settings.usesLive,
                    baseURL: settings.baseURL, apiKeyFile: settings.keyFile,
                    profile: settings.profile),
                environment: ProcessEnvironment.variables)
            line("calls", account.summary)
            for note in account.notes { line("note", note) }
        } catch {
            line("calls", "none possible: \(error.message)")
            throw CommandEnd(status: error.exitStatus)
        }
    }

    private func line(_ name: String, _ text: String) {
        print(
            name + String(repeating: " ", count: max(1, 11 - name.count)) + DisplayText.safe(text))
    }

    /// Upstream fixed faults in 5.4.5 to 5.4.8 that Lua text alone can reach.
    private var luaNote: String {
        guard let release = LuaHost.luaVersion.split(separator: ".").last.flatMap({ Int($0) }),
            release < 8
        else { return "" }
        return "; Lua before 5.4.8 has known faults that a hostile script can crash it with:"
            + " run only scripts that you trust"
    }

    private var libeditIsThere: Bool {
        guard let library = dlopen("libedit.so.2", RTLD_LAZY | RTLD_LOCAL) else { return false }
        dlclose(library)
        return true
    }

    private var stateNote: String {
        guard StateFolder.make() else {
            return "cannot be made: \(String(cString: strerror(errno)))"
        }
        return access(StateFolder.path, W_OK) == 0 ? "writable" : "not writable"
    }
}
