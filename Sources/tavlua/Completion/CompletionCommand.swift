import ArgumentParser

/// `tavlua completion`: what a shell reads to complete command lines of tavlua.
struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print the completion of a shell.",
        discussion: """
            bash: tavlua completion bash > ~/.local/share/bash-completion/completions/tavlua
            zsh: tavlua completion zsh > a file _tavlua in a folder of $fpath
            fish: tavlua completion fish > ~/.config/fish/completions/tavlua.fish
            Commands, options, names of recipes and their flags, and operations are completed; headers of recipes \
            are read for that, and none of their code runs.
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() {
        switch shell {
        case .bash: print(Self.bash)
        case .zsh: print(Self.zsh)
        case .fish: print(Self.fish)
        }
    }

    /// The words so far, the one that is being typed last; the shell's own files where nothing is known.
    private static let bash = #"""
        _tavlua() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                line=${line%%$'\t'*}
                # What comes from a header must not be read by the shell as anything but a word.
                [[ $line =~ ^[A-Za-z0-9_./:@%+=,-]+$ ]] || printf -v line %q "$line"
                COMPREPLY+=("$line")
            done < <("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -o default -F _tavlua tavlua
        """#

    private static let zsh = #"""
        #compdef tavlua
        _tavlua() {
            local line name
            local -a found
            while IFS= read -r line; do
                name=${line%%$'\t'*}
                found+=("${name//:/\\:}:${line#*$'\t'}")
            done < <("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
            if (( ${#found} )); then
                _describe tavlua found
            else
                _files
            fi
        }
        # As a function that is loaded when it is first called, this file is its body.
        if [[ ${funcstack[1]} == _tavlua ]]; then
            _tavlua "$@"
        else
            compdef _tavlua tavlua
        fi
        """#

    private static let fish = #"""
        function __tavlua_complete
            set -l before (commandline -opc)
            $before[1] complete -- $before[2..-1] (commandline -ct) 2>/dev/null
        end
        complete -c tavlua -a '(__tavlua_complete)'
        """#
}

/// What those scripts ask: the words after `tavlua`, the one that is being typed last.
struct CompleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "Tell what a word may become.", shouldDisplay: false)

    @Argument(parsing: .allUnrecognized)
    var words: [String] = []

    func run() {
        for candidate in CommandLineCompletion().candidates(for: words) {
            print("\(candidate.text)\t\(candidate.help)")
        }
    }
}
