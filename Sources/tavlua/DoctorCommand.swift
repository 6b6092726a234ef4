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
        line("lua", LuaHost.luaVersion)
        describeFaults()
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

    private func describeFaults() {
        let open = LuaHost.knownFaults.filter { !$0.isContained }
        guard !open.isEmpty else { return }
        line("", "a hostile script can crash this release, or do worse; run what you do not trust")
        line("", "with --isolated:")
        for fault in open {
            line("", "- \(fault.summary) (fixed in \(fault.fixedIn), \(fault.commit))")
        }
    }

    private var libeditIsThere: Bool {
        guard let library = dlopen("libedit.so.2", RTLD_LAZY | RTLD_LOCAL) else { return false }
        dlclose(library)
        return true
    }

    private var stateNote: String {
        if let problem = StateFolder.make() { return problem }
        return access(StateFolder.path, W_OK) == 0 ? "writable" : "not writable"
    }
}
