local function folder() return (scratch("personas/x"):gsub("/x$", "")) end

local function file(name, text) return scratch("personas/" .. name, text) end

local function sync(more)
    local fields = { params = { folder = folder(), prefix = "Shop: ", prune = true } }
    for name, value in pairs(more or {}) do fields[name] = value end
    return recipe.run(fields)
end

local function two()
    file("ann.yaml", "system_prompt: Be kind.\npersona_name: Ann\n")
    file("bob.yml", "system_prompt: Be brief.\ndefault_replica_id: r79e1c033f\n")
    file("notes.txt", "no persona")
end

local function writes(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then
            list[#list + 1] = { request.operation, request.path, request.body }
        end
    end
    return list
end

-- The prompts of the account's own personas, by name.
local function prompts()
    local map = {}
    for persona in tavus.personas.each { persona_type = "user" } do
        map[persona.persona_name] = tavus.personas.get(persona).system_prompt
    end
    return map
end

local function changes(run)
    local map = {}
    for _, row in ipairs(run.value) do map[row.persona_name] = row.change end
    return map
end

before_example(two)

describe("persona-sync", function()
    it("makes a persona of each file, named by it or by the file", function()
        two()
        local run = sync()
        local ann = tavus.personas.find { persona_name = "Shop: Ann" }
        local bob = tavus.personas.find { persona_name = "Shop: bob" }
        assert.are.same({
            { persona_name = "Shop: Ann", persona_id = ann.persona_id, change = "created" },
            { persona_name = "Shop: bob", persona_id = bob.persona_id, change = "created" },
        }, run.value)
        assert.are.same({ ["Shop: Ann"] = "Be kind.", ["Shop: bob"] = "Be brief." }, prompts())
    end)

    it("sends only what differs when it runs again", function()
        two()
        sync()
        local unchanged = sync()
        assert.are.same({}, writes(unchanged))
        assert.are.same({ ["Shop: Ann"] = "unchanged", ["Shop: bob"] = "unchanged" }, changes(unchanged))
        file("ann.yaml", "system_prompt: Be kinder.\npersona_name: Ann\n")
        local run = sync()
        local id = tavus.personas.find { persona_name = "Shop: Ann" }.persona_id
        assert.are.same({
            {
                "personas.patch", "/v2/personas/" .. id,
                { { op = "add", path = "/system_prompt", value = "Be kinder." } },
            },
        }, writes(run))
        assert.are.same({ ["Shop: Ann"] = "updated", ["Shop: bob"] = "unchanged" }, changes(run))
    end)

    it("deletes only personas with the prefix, and only when it is told to", function()
        two()
        tavus.personas.create { persona_name = "Shop: old", system_prompt = "x" }
        tavus.personas.create { persona_name = "My Shop: own", system_prompt = "x" }
        sync { params = { folder = folder(), prefix = "Shop: " } }
        assert.are.equal("x", prompts()["Shop: old"])
        assert.are.same(
            { ["Shop: Ann"] = "unchanged", ["Shop: bob"] = "unchanged", ["Shop: old"] = "deleted" },
            changes(sync()))
        assert.are.same({ ["Shop: Ann"] = "Be kind.", ["Shop: bob"] = "Be brief.", ["My Shop: own"] = "x" },
            prompts())
    end)

    it("plans in a dry run what the run then does", function()
        two()
        tavus.personas.create { persona_name = "Shop: Ann", system_prompt = "old" }
        tavus.personas.create { persona_name = "Shop: gone", system_prompt = "old" }
        local before = prompts()
        local plan = sync { dry_run = true }
        assert.is_true(plan.plan.complete)
        assert.are.same(before, prompts())
        assert.matches("would be updated    p%w+  Shop: Ann\n", plan.output)
        assert.matches("would be deleted    p%w+  Shop: gone\n", plan.output)
        local planned = {}
        for index, write in ipairs(plan.plan.writes) do
            planned[index] = { write.operation, write.path, write.body }
        end
        assert.are.same(planned, writes(sync()))
        assert.are.equal(3, #planned)
    end)

    it("asks nothing when a file or a flag is wrong", function()
        local function message(more) return sync(more).error.message end
        assert.matches("personas has no .yaml file$", message())
        two()
        file("c.yaml", "system_prompt: x\npersona_name: Ann\n")
        assert.are.equal("ann.yaml and c.yaml name the same persona", message())
        for _, text in ipairs { "- a\n- b\n", "just text" } do
            file("c.yaml", text)
            assert.are.equal("c.yaml: expected the fields of a persona", message())
        end
        file("c.yaml", "a: [")
        assert.are.equal(65, sync().status)
        assert.matches("--prune needs a --prefix",
            message { params = { folder = folder(), prune = true } }, 1, true)
        assert.are.equal(64, sync { params = {} }.status)
        assert.are.equal(64, sync { params = { folder = folder() .. "/none" } }.status)
        assert.are.same({}, emulator.requests())
    end)

    it("tells what was changed, and which file could not be, and deletes nothing then", function()
        two()
        file("bob.yml", "sytem_prompt: x\n")
        tavus.personas.create { persona_name = "Shop: old", system_prompt = "x" }
        local run = sync()
        assert.are.equal(1, run.status)
        assert.matches('unknown field "sytem_prompt"', run.error.message, 1, true)
        assert.matches("^created    p%w+  Shop: Ann\nfailed     bob.yml\n$", run.output)
        assert.are.equal("x", prompts()["Shop: old"])
    end)

    it("makes no persona twice when an answer is lost", function()
        two()
        emulator.fault { operation = "personas.create", kind = "reset", commit = true }
        assert.are.equal(10, sync().status)
        assert.are.same({ ["Shop: Ann"] = "unchanged", ["Shop: bob"] = "created" }, changes(sync()))
        assert.are.equal(2, #tavus.personas.all { persona_type = "user" })
    end)

    it("keeps to its budget and its rights", function()
        two()
        local run = sync { budget = "personas=1" }
        assert.are.same({ 6, "budget_exceeded" }, { run.status, run.error.code })
        assert.are.same({ ["Shop: Ann"] = "Be kind." }, prompts())
        assert.are.same({ ["Shop: Ann"] = "unchanged", ["Shop: bob"] = "created" }, changes(sync()))
        file("ann.yaml", "system_prompt: Be kinder.\npersona_name: Ann\n")
        os.remove(file("bob.yml"))
        assert.are.equal(5, sync { deny = "operations=personas.patch" }.status)
        assert.are.equal(5, sync { no_delete = true }.status)
        assert.are.same({ ["Shop: Ann"] = "Be kinder.", ["Shop: bob"] = "Be brief." }, prompts())
    end)

    it("keeps 120 personas as they are, over several pages", function()
        for index = 1, 120 do file(("p%03d.yaml"):format(index), "system_prompt: Be kind.\n") end
        local budget = { budget = "personas=120" }
        assert.are.equal(120, #writes(sync(budget)))
        local again = sync(budget)
        assert.are.same({}, writes(again))
        assert.are.equal(2 + 120, #again.requests)
    end)

    it("leaves a stock persona of the same name alone", function()
        file("Life Coach.yaml", "system_prompt: Be kind.\n")
        local run = sync { params = { folder = folder() } }
        assert.are.same({ ["Life Coach"] = "created" }, changes(run))
    end)
end)
