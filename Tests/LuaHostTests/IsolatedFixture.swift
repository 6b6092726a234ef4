import Glibc

@testable import LuaHost

/// Programs that are built beside the tests.
enum Program {
    static let folder: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init), as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
    }()
    static var worker: String { folder + "/lua-worker" }
    static var liar: String { folder + "/lying-worker" }
}

extension ContextMatrixTests {
    /// Those that do without libraries which recipes lack.
    static let recipeContexts = contexts.filter { !$0.source.contains("package.") }
}

extension EndlessLoop {
    static let recipeLoops = interruptible.filter {
        !$0.source.contains("package.") && !$0.source.contains("__gc")
    }
}

extension Probe {
    func isolated(
        _ change: (inout LuaHost) -> Void = { _ in }, modules: [LuaModule] = []
    ) async throws -> LuaSession {
        try await session(
            { host in
                host.profile = .isolated
                host.workerExecutable = Program.worker
                change(&host)
            }, modules: modules)
    }

    /// Runs a text in a process of its own.
    func runIsolated(_ source: String, modules: [LuaModule] = []) async throws -> [LuaValue] {
        let session = try await isolated(modules: modules)
        do {
            let values = try await session.run(source)
            await session.close()
            return values
        } catch {
            await session.close()
            throw error
        }
    }
}
