import Glibc
import Recipes
import TavusAPI
import TavusClient

/// What a recipe of others may do in this run: what was granted before, what the options grant, or what
/// somebody grants now.
struct RecipeRights {
    let subject: GrantSubject
    let settings: HostSettings
    /// Not in a process of its own: on a live target that has to be allowed.
    let isInProcess: Bool
    /// Shown to who wants to see what would run.
    let code: String

    init(of recipe: Recipe, settings: HostSettings, isInProcess: Bool) throws {
        subject = GrantSubject(
            name: recipe.manifest.name, version: recipe.manifest.version,
            tree: try recipe.source.treeHash(), signer: nil, declared: recipe.manifest.permissions)
        self.settings = settings
        self.isInProcess = isInProcess
        code = String(decoding: recipe.source.code, as: UTF8.self)
    }

    /// - Throws: ``RecipeError`` with the kind `permission` where nobody allows it.
    func permitted() async throws -> RecipePermissions {
        let account = try Backend.account(settings, profile: settings.profile)
        if isInProcess, account.target == .live, !(settings.rights.flags?.allowsInProcess ?? false)
        {
            throw RecipeError(
                .permission,
                "\(subject.name) is not run in this process on a live target. To allow it:"
                    + " --allow in-process")
        }
        let question = GrantQuestion(
            declared: subject.declared, target: account.target, allowed: settings.rights.allowed)
        guard let folder = ConfigurationFolder.path() else {
            throw RecipeError(.configuration, "neither XDG_CONFIG_HOME nor HOME is set")
        }
        let store = GrantStore(path: folder + "/grants.json")
        let now = Int64(time(nil))
        let tree = subject.tree.description
        let grant = try store.grant(tree: tree, account: account.place, now: now)
        switch question.answer(with: grant) {
        case .permitted(let permissions): return permissions
        case .needsGrant(let flags):
            guard let terminal = TerminalQuestion(settings.rights) else { throw refusal(flags) }
            let isKept = try await ask(on: terminal, about: account, flags)
            if isKept {
                let grant = Grant(
                    tree: tree, account: account.place, name: "\(subject.name)",
                    permissions: subject.declared, expires: now + Grant.lifetime)
                try store.add(grant, now: now)
            }
            return question.ifAllowed
        }
    }

    /// - Returns: whether the answer is to be kept.
    private func ask(
        on terminal: TerminalQuestion, about account: Account, _ flags: [String]
    ) async throws -> Bool {
        var text = subject.text + "\nwith        \(DisplayText.safe(account.place, limit: 200))\n"
        while true {
            let typed = await terminal.ask(
                text + "Run it? once, always (for these files, 90 days), show its code, no [no] ")
            switch typed?.lowercased() {
            case "o", "once": return false
            case "a", "always": return true
            case "s", "show": text = DisplayText.safeLines(code) + "\n"
            default: throw refusal(flags)
            }
        }
    }

    private func refusal(_ flags: [String]) -> RecipeError {
        RecipeError(
            .permission,
            "\(subject.name) is not granted what it asks for: \(subject.declared.words.sentence)."
                + " Run it on a terminal to be asked, or add \(flags.joined(separator: " "))")
    }
}
