import LuaHost
import LuaSpecs
import Synchronization
import Testing

struct SpecRunnerTests {
    @Test func testsEndInFourWays() async {
        let outcomes = await SpecRunner.plain().outcomes(
            of: specs(
                """
                describe("sums", function()
                    it("are right", function() assert.are.equal(4, 2 + 2) end)
                    it("are wrong", function()
                        print("hello")
                        assert.are.equal(5, 2 + 2)
                    end)
                    it("raise", function() local none none.field = 1 end)
                    pending("are to come")
                end)
                """))
        #expect(
            outcomes.map(\.row) == [
                "success sums are right", "failure sums are wrong", "error sums raise",
                "pending sums are to come",
            ])
        #expect(outcomes.map(\.line) == [nil, 5, 7, 8])
        #expect(outcomes[1].output == "hello\n")
        #expect(outcomes[2].message?.contains("attempt to index a nil value") == true)
    }

    @Test func eachTestHasAStateOfItsOwn() async {
        let outcomes = await SpecRunner.plain().outcomes(
            of: specs(
                """
                local count = 0
                for number = 1, 3 do
                    it("counts " .. number, function()
                        count = count + 1
                        leaked = (leaked or 0) + 1
                        assert.are.same({ 1, 1 }, { count, leaked })
                    end)
                end
                """))
        #expect(outcomes.map(\.status) == [.success, .success, .success])
    }

    @Test func aTestIsFoundAgainWhereTheOrderOfTestsChanges() async {
        let outcomes = await SpecRunner.plain().outcomes(
            of: specs(
                """
                local values = { a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8 }
                for name, value in pairs(values) do
                    it(name, function() assert.are_not.equal(3, value) end)
                end
                """))
        #expect(outcomes.filter(\.isFailed).map(\.test.name) == ["c"])
        #expect(Set(outcomes.map(\.test.name)) == ["a", "b", "c", "d", "e", "f", "g", "h"])
    }

    @Test func aFileThatCannotBeLoadedIsOneError() async {
        let outcomes = await SpecRunner.plain().outcomes(
            of: specs("it('is', function() end", path: "half_spec.lua"),
            specs("it('runs', function() end)"))
        #expect(outcomes.map(\.row) == ["error loads", "success runs"])
        #expect(outcomes[0].message?.hasPrefix("half_spec.lua:1: ") == true)
    }

    @Test func aBlockThatRaisesOutsideOfTestsIsToldWithItsPlace() async {
        let outcomes = await SpecRunner.plain().outcomes(
            of: specs(
                """
                describe("a block", function()
                    local function helper() error("no") end
                    helper()
                end)
                """))
        #expect(outcomes.map(\.message) == ["demo_spec.lua:2: no"])
        #expect(outcomes.map(\.line) == [2])
        #expect(
            outcomes.map(\.trace) == [
                "demo_spec.lua:2: in 'helper'\ndemo_spec.lua:3: in the function at line 1"
            ])
    }

    @Test func aTestThatDoesNotEndIsStopped() async {
        var runner = SpecRunner.plain()
        runner.timeout = .milliseconds(200)
        let outcomes = await runner.outcomes(
            of: specs("it('spins', function() while true do end end) it('goes on', function() end)")
        )
        #expect(outcomes.map(\.row) == ["error spins", "success goes on"])
        #expect(outcomes[0].message == "the test ran longer than 0.2 s, and was stopped")
    }

    @Test func aTestCannotEndTheProgram() async {
        let outcomes = await SpecRunner.plain().outcomes(
            of: specs("it('leaves', function() os.exit(0) end)"))
        #expect(outcomes[0].message == "the test ended the program: os.exit(0)")
        #expect(outcomes[0].isFailed)
    }

    @Test func testsRunBesideOneAnother() async {
        let meeting = Meeting(of: 2)
        var runner = SpecRunner.plain([
            LuaModule(
                "meeting", isGlobal: true,
                functions: [LuaFunction("join") { () async throws in await meeting.join() }])
        ])
        runner.jobs = 2
        // Each waits for the other one.
        let outcomes = await runner.outcomes(
            of: specs("for n = 1, 2 do it('meets ' .. n, function() meeting.join() end) end"))
        #expect(outcomes.map(\.row) == ["success meets 1", "success meets 2"])
    }

    @Test func outcomesAreToldInTheOrderOfTheTests() async {
        var runner = SpecRunner.plain()
        runner.jobs = 4
        let (tests, _) = await runner.tests(of: [
            specs(
                """
                for n = 1, 20 do
                    it("test " .. n, function() for _ = 1, (20 - n) * 20000 do end end)
                end
                """)
        ])
        var told: [String] = []
        await runner.run(tests) { told.append($0.test.name) }
        #expect(told == (1...20).map { "test \($0)" })
    }

    @Test func nothingBeginsAfterAFailureWhereThatIsWanted() async {
        var runner = SpecRunner.plain()
        runner.stopsAtFailure = true
        let outcomes = await runner.outcomes(
            of: specs(
                """
                it("a", function() end)
                it("b", function() assert.is_true(false) end)
                it("c", function() end)
                """))
        #expect(outcomes.map(\.row) == ["success a", "failure b"])
    }

    @Test func aStageThatCannotBeMadeIsAnError() async {
        let runner = SpecRunner { _, _ in throw SpecProblem("no stage today") }
        let outcomes = await runner.outcomes(of: specs("it('runs', function() end)"))
        #expect(outcomes.map(\.message) == ["no stage today"])
    }

    @Test func testsBesideTheFileUseWhatItPrepares() async {
        let file = specs(
            """
            before_example(function(words) _G.prepared = words end)
            it("is not run", function() error("run") end)
            """)
        let example = SpecCase(
            .init(
                code: """
                    it("example", function()
                        local example = require "spec.example"
                        example.prepare()
                        assert.are.equal("demo --fast", _G.prepared)
                    end)
                    """, argument: "demo --fast", isAlone: true),
            name: "example: demo --fast", in: file)
        let outcomes = await SpecRunner.plain().run([example]) { _ in }
        #expect(outcomes.map(\.row) == ["success example: demo --fast"])
    }
}

/// Lets nobody go on before all have come.
private actor Meeting {
    private let size: Int
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(of size: Int) { self.size = size }

    func join() async {
        await withCheckedContinuation { waiter in
            waiters.append(waiter)
            guard waiters.count == size else { return }
            for waiter in waiters { waiter.resume() }
        }
    }
}
