import Foundation
import Testing

@Suite struct ShellCompletionTests {
    private func candidates(_ words: String...) throws -> [String] {
        try Binary.with { binary in
            _ = try binary.script(
                """
                --[==[ [recipe]
                name = "paint"
                version = "1.0.0"
                summary = "Paints."
                [params]
                colour = { type = "enum", choices = ["red", "green"], short = "c", help = "of the wall" }
                quickly = { type = "bool" }
                secretly = { type = "bool", hidden = true }
                ]==]
                error("this must not run")
                """, name: "paint.lua")
            let finished = try binary.run(["complete", "--"] + words, input: "", environment: [:])
            #expect(finished.status == 0 && finished.err.isEmpty, "\(finished)")
            return finished.out.split(separator: "\n").map {
                String($0.prefix { $0 != "\t" })
            }
        }
    }

    @Test func commandsAndTheirOptions() throws {
        #expect(try candidates("re") == ["repl", "recipes"])
        #expect(try candidates("recipes", "in") == ["info", "install", "index"])
        #expect(try candidates("--emulator-") == ["--emulator-data", "--emulator-speed"])
        #expect(try candidates("test", "--up") == ["--update-golden"])
        #expect(try candidates("test", "-o", "j") == ["junit", "json"])
        #expect(try candidates("completion", "") == ["bash", "zsh", "fish"])
        #expect(try !candidates("").contains("complete"))
    }

    @Test func namesOfRecipesAndOperations() throws {
        #expect(try candidates("run", "sweep") == ["sweep-conversations"])
        #expect(
            try candidates("run", "-q", "--profile", "acme", "sweep") == ["sweep-conversations"])
        #expect(try candidates("recipes", "info", "hello") == ["hello-conversation"])
        #expect(try candidates("api", "conversations.e") == ["conversations.end"])
    }

    @Test func flagsOfARecipeAndTheirValues() throws {
        #expect(
            try candidates("run", "paint.lua", "--").prefix(3)
                == ["--colour", "--quickly", "--no-quickly"])
        #expect(try !candidates("paint.lua", "--").contains("--secretly"))
        #expect(try candidates("paint.lua", "--colour", "") == ["red", "green"])
        #expect(try candidates("paint.lua", "--colour", "red", "--qu") == ["--quickly", "--quiet"])
        #expect(try candidates("paint.lua", "-o", "y") == ["yaml"])
    }

    @Test func whatIsUnknownIsLeftToTheShell() throws {
        #expect(try candidates("run", "nowhere.lua", "--").isEmpty)
        #expect(try candidates("test", "spe").isEmpty)
    }

    @Test func bashRunsNothingOfAHeader() throws {
        try Binary.with { binary in
            _ = try binary.script(
                """
                --[==[ [recipe]
                name = "evil"
                version = "1.0.0"
                summary = "x"
                params.env = { type = "enum", choices = ["prod;touch${IFS}PWNED;#", "two\\nlines", "plain"] }
                ]==]
                """, name: "evil.lua")
            let finished = try binary.shell(
                """
                source <("$1" completion bash)
                COMP_WORDS=("$1" "$2" --env ''); COMP_CWORD=3; _tavlua
                printf '%s\n' "${COMPREPLY[@]}"
                eval "echo ${COMPREPLY[0]}"; ls
                """, "evil.lua")
            #expect(
                finished.out.hasPrefix("prod\\;touch\\$\\{IFS\\}PWNED\\;#\nplain\n"),
                "\(finished)")
            #expect(!finished.out.contains("\nPWNED"), "\(finished)")
        }
    }

    @Test func bashCompletes() throws {
        try Binary.with { binary in
            let finished = try binary.shell(
                """
                source <("$1" completion bash)
                COMP_WORDS=("$1" run "$2"); COMP_CWORD=2; _tavlua
                printf '%s\\n' "${COMPREPLY[@]}"
                complete -p tavlua
                """, "sweep")
            #expect(
                finished.out == "sweep-conversations\ncomplete -o default -F _tavlua tavlua\n",
                "\(finished)")
        }
    }
}
