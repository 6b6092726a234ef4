local function base()
    return tavus.personas.create {
        persona_name = "Base", system_prompt = "Be yourself.", default_replica_id = "r79e1c033f",
        context = "A shop.", layers = { llm = { model = "tavus-gpt-4o" } },
    }.persona_id
end

local function words(id, ...) return { "--base", id, "--a", "Be brief.", "--b", "Be friendly.", ... } end

local function writes(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then list[#list + 1] = request.operation .. " " .. request.path end
    end
    return list
end

local function own()
    local names = {}
    for persona in tavus.personas.each { persona_type = "user" } do
        names[#names + 1] = persona.persona_name
    end
    table.sort(names)
    return names
end

local function active()
    local names = {}
    for call in tavus.conversations.each { status = "active" } do
        names[#names + 1] = call.conversation_name
    end
    table.sort(names)
    return names
end

before_example(function() scratch("friendly.txt", "You are friendly.") end)

describe("persona-ab", function()
    it("makes two personas that differ in the prompt alone, and pairs of calls", function()
        emulator.limits { concurrency = 4 }
        local id = base()
        local run = recipe.run { words = words(id, "--pairs", "2") }
        local a = tavus.personas.get(run.value[1].persona_id)
        local b = tavus.personas.get(run.value[2].persona_id)
        assert.are.same({ "A/B: a", "Be brief.", "A/B: b", "Be friendly." },
            { a.persona_name, a.system_prompt, b.persona_name, b.system_prompt })
        local original = tavus.personas.get(id)
        for _, field in ipairs { "context", "default_replica_id", "layers", "pipeline_mode" } do
            assert.are.same({ original[field], original[field] }, { a[field], b[field] })
        end
        local found = {}
        for index, row in ipairs(run.value) do
            found[index] = { row.pair, row.side, row.persona_id == (row.side == "a" and a or b).persona_id }
        end
        assert.are.same({ { 1, "a", true }, { 1, "b", true }, { 2, "a", true }, { 2, "b", true } }, found)
        assert.are.same({ "A/B: pair 1 a", "A/B: pair 1 b", "A/B: pair 2 a", "A/B: pair 2 b" }, active())
    end)

    it("takes another face, and bills nothing in test mode", function()
        local stock = tavus.replicas.all { replica_type = "system" }
        local other = stock[1].replica_id ~= "r79e1c033f" and stock[1].replica_id or stock[2].replica_id
        local flags = words(base(), "--replica", other, "--test-mode")
        local run = recipe.run { words = flags, budget = "minutes=0" }
        local body = run.requests[#run.requests].body
        assert.are.same({ 0, other, true }, { run.status, body.replica_id, body.test_mode })
    end)

    it("plans in a dry run what the run then does", function()
        local id = base()
        local plan = recipe.run { words = words(id), dry_run = true }
        assert.is_true(plan.plan.complete)
        assert.are.same({ ["personas.create"] = 2, ["conversations.create"] = 2 }, plan.plan.counts)
        assert.matches("would make  <persona_id#1>  A/B: a\n", plan.output, 1, true)
        assert.are.equal(30.0, plan.plan.worst_case_minutes)
        assert.are.same({ { "Base" }, {} }, { own(), active() })
        local planned = {}
        for index, write in ipairs(plan.plan.writes) do
            planned[index] = write.operation .. " " .. write.path
        end
        assert.are.same(planned, writes(recipe.run { words = words(id) }))
    end)

    it("ends and deletes what bears the label, and nothing else", function()
        local id = base()
        tavus.personas.create { persona_name = "A/B testing", system_prompt = "x" }
        recipe.run { words = words(id) }
        local plan = recipe.run { words = "--cleanup", dry_run = true }
        assert.are.same({ ["conversations.end"] = 2, ["personas.delete"] = 2 }, plan.plan.counts)
        assert.are.equal(4, #own())
        local run = recipe.run { words = "--cleanup" }
        assert.are.equal(4, #run.value)
        assert.are.same({ "A/B testing", "Base" }, own())
        assert.are.same({}, active())
        assert.are.equal("[]", require "json".encode(recipe.run { words = "--cleanup" }.value))
    end)

    it("tells what was made when the service takes no more calls, and cleans it up", function()
        emulator.limits { concurrency = 1 }
        local run = recipe.run { words = words(base(), "--label", "Trial") }
        assert.are.same({ 7, "concurrency_limit" }, { run.status, run.error.code })
        local made = {}
        for name in run.output:gmatch("made  %S+  ([^\n]+)") do made[#made + 1] = name end
        assert.are.same({ "Trial: a", "Trial: b", "Trial: pair 1 a" }, made)
        recipe.run { words = "--cleanup --label Trial" }
        assert.are.same({ { "Base" }, {} }, { own(), active() })
    end)

    it("makes nothing twice when an answer is lost, and the clean-up finds it", function()
        emulator.fault { operation = "conversations.create", kind = "reset", commit = true }
        local run = recipe.run { words = words(base()) }
        assert.are.same({ 10, "unknown" }, { run.status, run.error.outcome })
        assert.are.same({ "A/B: pair 1 a" }, active())
        recipe.run { words = "--cleanup" }
        assert.are.same({ { "Base" }, {} }, { own(), active() })
    end)

    it("keeps to its budget", function()
        emulator.limits { concurrency = 20 }
        local run = recipe.run { words = words(base(), "--pairs", "3"), budget = "conversations=4" }
        assert.are.same({ 6, "budget_exceeded" }, { run.status, run.error.code })
        assert.are.equal(4, #active())
    end)

    it("makes nothing when a flag is missing or wrong, or a right", function()
        local whole = "give --base and the two prompts --a and --b, or --cleanup"
        assert.are.equal(whole, recipe.run { words = "--base p5317866 --a x" }.error.message)
        assert.are.equal(whole, recipe.run().error.message)
        for _, more in ipairs { "--pairs 11", "--pairs 0", "--b @none.txt" } do
            assert.are.equal(64, recipe.run { words = "--base p5317866 --a x " .. more }.status)
        end
        assert.are.same({}, emulator.requests())
        local none = tavus.personas.create { persona_name = "No face", system_prompt = "x" }.persona_id
        assert.are.equal("the base has no replica of its own: give one with --replica",
            recipe.run { words = words(none) }.error.message)
        assert.are.equal("not_found", recipe.run { words = words("p0000000") }.error.code)
        local flags = words(none, "--replica", "r79e1c033f")
        assert.are.equal(5, recipe.run { words = flags, read_only = true }.status)
        assert.are.same({ "No face" }, own())
        assert.are.equal(5, recipe.run { words = "--cleanup", deny = "operations=conversations.list" }.status)
    end)
end)
