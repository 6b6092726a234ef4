import Foundation
import REPL
import Testing

@testable import tavlua

@Suite struct PromptConfigurationTests {
    /// What a `config.toml` and an `init.lua` of these texts give, with the folder taken out of messages.
    private func configuration(
        _ settings: String?, script: String? = nil, mode: mode_t = 0o644
    ) throws -> PromptConfiguration {
        try Binary.with { binary in
            let folder = binary.folder.path + "/tavlua"
            #expect(mkdir(folder, 0o700) == 0)
            let paths = try #require(
                PromptConfiguration.paths(["XDG_CONFIG_HOME": binary.folder.path]))
            for (text, path) in [(settings, paths.settings), (script, paths.script)] {
                guard let text else { continue }
                try Data(text.utf8).write(to: URL(filePath: path))
                #expect(chmod(path, mode) == 0)
            }
            var found = PromptConfiguration(reading: paths)
            found.problems = found.problems.map { $0.replacing(folder + "/", with: "") }
            found.scripts = found.scripts.map { $0.replacing(folder + "/", with: "") }
            return found
        }
    }

    @Test func everySettingCanBeChosen() throws {
        var settings = REPLSettings()
        settings.editMode = .vi
        settings.theme = "light"
        settings.displayMode = .tree
        settings.locals = .lua
        settings.suggests = false
        settings.showsSignatures = false
        settings.colorsInput = false
        settings.completesIDs = true
        settings.historySize = 5
        settings.pages = false
        settings.isPrivate = true
        settings.isPlain = true
        settings.isQuiet = true
        let found = try configuration(
            """
            [repl]
            edit_mode = "vi"
            theme = "light"
            mode = "tree"
            locals = "lua"
            suggestions = false
            signatures = false
            colors = false
            complete_ids = true
            history_size = 5
            pager = false
            private = true
            plain = true
            quiet = true
            """, script: "x = 1\n")
        #expect(found.settings == settings)
        #expect(found.problems == [])
        #expect(found.scripts == ["init.lua"])
    }

    @Test func withoutFilesAllIsDefault() throws {
        #expect(try configuration(nil) == PromptConfiguration(reading: nil))
        #expect(try configuration("") == PromptConfiguration(reading: nil))
        #expect(PromptConfiguration(reading: nil).settings == REPLSettings())
    }

    @Test(arguments: [
        (
            "[repl]\n\nedit_mod = \"vi\"\n",
            ["config.toml:3: unknown key \"edit_mod\". Did you mean \"edit_mode\"?"]
        ),
        ("[rep]\nx = 1\n", ["config.toml:1: unknown key \"rep\". Did you mean \"repl\"?"]),
        ("repl = 1\n", ["config.toml:1: repl: expected a table, found an integer"]),
        ("\n[[repl]]\n", ["config.toml:2: repl: expected a table, found an array"]),
        (
            "[repl]\nedit_mode = \"vim\"\n",
            ["config.toml:2: edit_mode: \"vim\" is none of emacs, vi"]
        ),
        (
            "[repl]\nlocals = \"kep\"\n",
            ["config.toml:2: locals: \"kep\" is none of keep, lua. Did you mean \"keep\"?"]
        ),
        (
            "[repl]\nhistory_size = \"all\"\n",
            ["config.toml:2: history_size: expected an integer, found a string"]
        ),
        (
            "[repl]\nhistory_size = -1\n",
            ["config.toml:2: history_size: -1 is not between 0 and 1000000"]
        ),
        (
            "repl.pager = 1.5\n[other]\n",
            [
                "config.toml:2: unknown key \"other\".",
                "config.toml:1: pager: expected true or false, found a float",
            ]
        ),
        (
            "repl = { theme = 2026-01-01 }\n",
            ["config.toml:1: theme: expected a string, found a date"]
        ),
        ("\u{0}", ["config.toml: not UTF-8 text"]),
    ])
    func whatIsWrongIsToldWithItsLine(text: String, problems: [String]) throws {
        let found = try configuration(text)
        #expect(found.problems == problems)
        #expect(found.settings == REPLSettings())
    }

    @Test func oneBadKeyLeavesTheOthers() throws {
        let found = try configuration("[repl]\ntheme = 1\nquiet = true\n")
        var settings = REPLSettings()
        settings.isQuiet = true
        #expect(found.settings == settings)
        #expect(found.problems == ["config.toml:2: theme: expected a string, found an integer"])
    }

    @Test func whatIsNoTOMLIsToldWithItsPlace() throws {
        let found = try configuration("[repl]\nquiet = true\ntheme = \n")
        #expect(found.settings == REPLSettings())
        #expect(found.problems.count == 1)
        #expect(found.problems.first?.hasPrefix("config.toml:3:") == true)
    }

    @Test func filesThatEverybodyMayWriteAreNotUsed() throws {
        let found = try configuration("[repl]\nquiet = true\n", script: "x = 1\n", mode: 0o666)
        let why = "everybody may write it, so it is not used. Run: chmod o-w on it"
        #expect(found.problems == ["config.toml: \(why)", "init.lua: \(why)"])
        #expect(found.settings == REPLSettings())
        #expect(found.scripts == [])
    }

    @Test(
        arguments: [
            (["XDG_CONFIG_HOME": "/c", "HOME": "/h"], "/c/tavlua/config.toml"),
            (["XDG_CONFIG_HOME": "c", "HOME": "/h"], "/h/.config/tavlua/config.toml"),
            (["HOME": "/h"], "/h/.config/tavlua/config.toml"), ([:], nil), (["HOME": "h"], nil),
        ] as [([String: String], String?)])
    func theFilesAreWhereXDGSays(environment: [String: String], path: String?) {
        #expect(PromptConfiguration.paths(environment)?.settings == path)
    }
}
