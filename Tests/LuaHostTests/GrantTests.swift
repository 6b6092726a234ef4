import Testing

@testable import LuaHost

@Suite struct GrantTests {
    private static let some = LuaGrants(
        readable: ["/usr/share", "/etc/hostname"], writable: ["/var/tmp"],
        environment: ["HOME", "LANG"], hosts: ["api.example.com", "*.cdn.example.com"],
        listens: true,
        named: ["tavus.read", "clock"])

    static let capabilities: [LuaCapability] = [
        .readFile("/usr/share/doc"), .readFile("/usr/share"), .readFile("/usr"),
        .readFile("/usr/shared"), .readFile("/usr/share/../../etc/passwd"),
        .readFile("/etc/hostname"),
        .readFile(""), .writeFile("/var/tmp/new"), .writeFile("/usr/share/doc"),
        .environment("HOME"), .environment("PATH"), .host("api.example.com"),
        .host("API.example.com."), .host("evil-api.example.com"), .host("a.b.cdn.example.com"),
        .host("cdn.example.com"), .host("cdn.example.com.evil.org"), .host("127.0.0.1"), .host(""),
        .listen, .named("tavus.read"), .named("tavus.write"), .named("tavus"),
    ]

    @Test func grantsPermitWhatTheyNameAndNothingElse() {
        let permitted = Self.capabilities.filter { Self.some.permits($0) }
        #expect(
            permitted == [
                .readFile("/usr/share/doc"), .readFile("/usr/share"), .readFile("/etc/hostname"),
                .writeFile("/var/tmp/new"), .environment("HOME"), .host("api.example.com"),
                .host("API.example.com."), .host("a.b.cdn.example.com"), .listen,
                .named("tavus.read"),
            ])
        #expect(Self.capabilities.allSatisfy { LuaGrants.all.permits($0) })
        #expect(!Self.capabilities.contains { LuaGrants.none.permits($0) })
    }

    @Test(arguments: [
        LuaGrants.all, LuaGrants.none, GrantTests.some,
        LuaGrants(readable: ["/"], hosts: ["*.example.com"], named: .all),
        LuaGrants(
            readable: ["/usr/share/doc", "/usr"], hosts: ["img.cdn.example.com", "*.com"],
            named: ["clock", "net"]),
    ])
    func narrowingNeverWidens(other: LuaGrants) {
        let narrowed = Self.some.narrowed(to: other)
        for capability in Self.capabilities + [.host("img.cdn.example.com"), .host("x.com")] {
            let both = Self.some.permits(capability) && other.permits(capability)
            #expect(narrowed.permits(capability) == both, "\(capability)")
        }
        #expect(narrowed.narrowed(to: other) == narrowed)
        #expect(other.narrowed(to: Self.some) == narrowed)
    }

    @Test func whatIsMissingIsNamedWithWhatToGrant() {
        let error = #expect(throws: LuaPermissionError.self) {
            try LuaGrants.none.check(.named("tavus.read"))
        }
        #expect(
            error?.luaMessage
                == "the script has no permission: it lacks 'tavus.read'; to allow it, grant 'tavus.read'"
        )
    }

    // Sessions ---------------------------------------------------------------------------------

    private static let module = LuaModule(
        "tool", isGlobal: true,
        functions: [
            LuaFunction("read") { () in "read" }.requiring(.named("tool.read")),
            LuaFunction("fetch") { () async in "fetched" }
                .requiring(.listen, .named("tool.read")),
            LuaFunction("variable") { (context: LuaContext, name: String) in
                try context.grants.check(.environment(name))
                return name
            },
        ])

    private func session(_ profile: LuaProfile, _ grants: LuaGrants?) async throws -> LuaSession {
        try await LuaHost(profile: profile).session(modules: [Self.module], grants: grants)
    }

    @Test func aFunctionRunsWithWhatItRequiresAndIsRefusedWithout() async throws {
        let session = try await session(
            .recipe, LuaGrants(environment: ["HOME"], named: ["tool.read"]))
        let source = """
            local function attempt(f, ...)
              local ok, value = pcall(f, ...)
              if ok then return value end
              return value.code .. ' ' .. value.capability .. ' ' .. (value.subject or '-')
            end
            return attempt(tool.read), attempt(tool.fetch), attempt(tool.variable, 'HOME'),
              attempt(tool.variable, 'PATH')
            """
        #expect(
            try await session.run(source) == [
                "read", "permission_denied net.listen -", "HOME",
                "permission_denied environment PATH",
            ])
        let error = await #expect(throws: ScriptError.self) {
            try await session.run("tool.fetch()")
        }
        #expect(error?.cause as? LuaPermissionError == LuaPermissionError(.listen))
        await session.close()
    }

    @Test func trustedSessionsAreGrantedAllAndRecipesNothing() async throws {
        for (profile, expected) in [(LuaProfile.trusted, LuaGrants.all), (.recipe, .none)] {
            let session = try await session(profile, nil)
            #expect(session.grants == expected)
            await session.close()
        }
    }

    @Test func narrowingTakesEffectAtOnceAndForGood() async throws {
        let session = try await session(.trusted, nil)
        #expect(try await session.run("return tool.fetch()") == ["fetched"])
        session.narrowGrants(to: LuaGrants(named: .all))
        session.narrowGrants(to: .all)
        #expect(session.grants == LuaGrants(named: .all))
        #expect(
            try await session.run("return tool.read(), (pcall(tool.fetch))") == ["read", false])
        await session.close()
    }

    /// Pitfall 28.
    @Test func twoSessionsDoNotSeeEachOthersGrants() async throws {
        let one = try await session(.recipe, LuaGrants(named: ["tool.read"]))
        let other = try await session(.recipe, LuaGrants(environment: ["HOME"]))
        let source = """
            local names = {}
            for i = 1, 100 do
              names[#names + 1] = pcall(tool.read) and 'r' or pcall(tool.variable, 'HOME') and 'v' or '-'
            end
            return table.concat(names)
            """
        async let first = one.run(source)
        async let second = other.run(source)
        #expect(try await first == [.string(String(repeating: "r", count: 100))])
        #expect(try await second == [.string(String(repeating: "v", count: 100))])
        one.narrowGrants(to: .none)
        #expect(other.grants == LuaGrants(environment: ["HOME"]))
        await one.close()
        await other.close()
    }
}
