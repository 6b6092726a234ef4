import LuaHost

@testable import LuaSpecs

/// A file of specs as it stands in a test.
func specs(_ text: String, path: String = "demo_spec.lua") -> SpecFile {
    SpecFile(path: path, text: Array(text.utf8))
}

extension SpecRunner {
    /// On bare sessions.
    static func plain(_ modules: [LuaModule] = []) -> SpecRunner {
        SpecRunner { _, output in
            SpecStage(try await LuaHost(output: .handler(output)).session(modules: modules))
        }
    }

    /// All tests of files, those that cannot be loaded first.
    func outcomes(of files: SpecFile...) async -> [SpecOutcome] {
        let (found, broken) = await tests(of: files)
        return broken + (await run(found) { _ in })
    }
}

extension SpecOutcome {
    /// As on a machine that has nothing else to do.
    var inNoTime: SpecOutcome {
        SpecOutcome(
            test: test, status: status, message: message, trace: trace, line: line,
            output: output, duration: .zero)
    }

    /// Its status and name, as tests compare them.
    var row: String { "\(status) \(test.name)" }
}
