local RULES = [[
name: House rules
data:
  - guardrail_name: no_prices
    guardrail_prompt: Never name a price.
]]

local function words(...) return { "--file", scratch("rules.yaml", RULES), ... } end

local function personas(...)
    for _, name in ipairs { ... } do
        tavus.personas.create { persona_name = name, system_prompt = "Be kind." }
    end
end

local function writes(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then list[#list + 1] = request.operation .. " " .. request.path end
    end
    return list
end

-- The names of the account's own personas that have these guardrails.
local function having(id)
    local names = {}
    for persona in tavus.personas.each { persona_type = "user" } do
        if tavus.personas.get(persona).guardrails_id == id then names[#names + 1] = persona.persona_name end
    end
    table.sort(names)
    return names
end

local function rules()
    local all = tavus.guardrails.all()
    assert.are.equal(1, #all)
    return tavus.guardrails.get(all[1])
end

local function changes(run)
    local map = {}
    for _, row in ipairs(run.value) do map[row.persona_name] = row.change end
    return map
end

before_example(function() scratch("rules.yaml", RULES) end)

describe("guardrail-rollout", function()
    it("makes the set, and gives it to the personas of the name", function()
        personas("Support 1", "Support 2", "Sales")
        local run = recipe.run { words = words("--personas", "Support *") }
        assert.are.same({ ["Support 1"] = "updated", ["Support 2"] = "updated" }, changes(run))
        local set = rules()
        assert.are.same({ "House rules", "no_prices", "Never name a price." },
            { set.guardrails_name, set.data[1].guardrail_name, set.data[1].guardrail_prompt })
        assert.are.same({ "Support 1", "Support 2" }, having(set.guardrails_id))
        for _, row in ipairs(run.value) do
            local line = ("updated  %s  %s\n"):format(row.persona_id, row.persona_name)
            assert.matches(line, run.output, 1, true)
        end
    end)

    it("changes nothing when it runs again", function()
        personas("Support 1", "Support 2")
        recipe.run { words = words() }
        local again = recipe.run { words = words() }
        assert.are.same({}, writes(again))
        assert.are.same({ ["Support 1"] = "unchanged", ["Support 2"] = "unchanged" }, changes(again))
    end)

    it("changes the set that is there, and personas that came later", function()
        personas("Support 1")
        recipe.run { words = words() }
        local id = rules().guardrails_id
        personas("Support 2")
        scratch("rules.yaml", (RULES:gsub("price", "discount")))
        local run = recipe.run { words = { "--file", scratch("rules.yaml") } }
        assert.are.same({ ["Support 1"] = "unchanged", ["Support 2"] = "updated" }, changes(run))
        local set = rules()
        assert.are.same({ id, "Never name a discount." }, { set.guardrails_id, set.data[1].guardrail_prompt })
    end)

    it("takes * in a name for anything, and all else as it is written", function()
        personas("A.B (1)", "AxB (1)", "A.B (2)")
        assert.are.same({ ["A.B (1)"] = "updated" },
            changes(recipe.run { words = words("--personas", "A.B (1)") }))
        assert.are.same({ ["A.B (1)"] = "unchanged", ["A.B (2)"] = "updated" },
            changes(recipe.run { words = words("--personas", "A.*") }))
        assert.are.equal("[]", require "json".encode(recipe.run { words = words("--personas", "a*") }.value))
    end)

    it("plans in a dry run what the run then does", function()
        personas("Support 1", "Support 2")
        local plan = recipe.run { words = words(), dry_run = true }
        assert.is_true(plan.plan.complete)
        assert.are.same({ ["guardrails.create"] = 1, ["personas.patch"] = 2 }, plan.plan.counts)
        assert.are.same({}, tavus.guardrails.all())
        assert.matches("would be updated  p%w+  Support 1\n", plan.output)
        local planned = {}
        for index, write in ipairs(plan.plan.writes) do
            planned[index] = write.operation .. " " .. write.path
        end
        assert.are.same(planned, writes(recipe.run { words = words() }))
    end)

    it("asks nothing when the file is wrong, or not there", function()
        local path = scratch("bad.yaml")
        local expected = path .. ": expected a name and a list data of guardrails"
        for _, text in ipairs { "name: x\n", "data:\n  - a: 1\n", "name: x\ndata: []\n", "- x\n", "text" } do
            local run = recipe.run { words = { "--file", scratch("bad.yaml", text) } }
            assert.are.equal(expected, run.error.message)
        end
        assert.are.equal(65, recipe.run { words = { "--file", scratch("bad.yaml", "a: [") } }.status)
        assert.are.equal(64, recipe.run { words = { "--file", path .. ".none" } }.status)
        assert.are.equal(64, recipe.run().status)
        assert.are.same({}, emulator.requests())
    end)

    it("tells who has the rules when a later persona cannot be changed, and goes on from there", function()
        personas("Support 1", "Support 2 emulator-draft", "Support 3")
        local run = recipe.run { words = words() }
        assert.are.same({ 7, 409 }, { run.status, run.error.status })
        assert.matches("updated  p%w+  Support 3\n$", (run.output:gsub("budget:[^\n]*\n", "")))
        assert.are.same({ "Support 3" }, having(rules().guardrails_id))
        tavus.personas.delete(tavus.personas.find { persona_name = "Support 2 emulator-draft" })
        assert.are.same({ ["Support 1"] = "updated", ["Support 3"] = "unchanged" },
            changes(recipe.run { words = words() }))
    end)

    it("makes no second set when the answer is lost", function()
        personas("Support 1")
        emulator.fault { operation = "guardrails.create", kind = "reset", commit = true }
        assert.are.equal(10, recipe.run { words = words() }.status)
        assert.are.same({ ["Support 1"] = "updated" }, changes(recipe.run { words = words() }))
        assert.are.same({ "Support 1" }, having(rules().guardrails_id))
    end)

    it("keeps to its budget and its rights", function()
        personas("Support 1")
        assert.are.equal(6, recipe.run { words = words(), budget = "guardrails=0" }.status)
        assert.are.equal(5, recipe.run { words = words(), deny = "operations=guardrails.create" }.status)
        assert.are.same({}, tavus.guardrails.all())
        local run = recipe.run { words = words(), deny = "operations=personas.patch" }
        assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
        assert.are.same({}, having(rules().guardrails_id))
    end)

    it("reaches 120 personas over several pages", function()
        local names = {}
        for index = 1, 120 do names[index] = "Support " .. index end
        personas(table.unpack(names))
        recipe.run { words = words() }
        assert.are.equal(120, #having(rules().guardrails_id))
    end)
end)
