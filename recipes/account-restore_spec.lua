local json = require "json"

local function persona(id, name, more)
    local row = { persona_id = id, persona_name = name, system_prompt = "Be kind.", pipeline_mode = "full" }
    for field, value in pairs(more or {}) do row[field] = value end
    return row
end

-- A snapshot of one record of each kind, the persona with all the others.
local function kinds()
    return {
        guardrails = { {
            guardrails_id = "g1", guardrails_name = "House rules",
            data = { { guardrail_name = "no_prices", guardrails_prompt = "Name no price." } },
        } },
        objectives = { {
            objectives_id = "o1", objectives_name = "ask_name",
            data = { { objective_name = "ask_name", objective_prompt = "Ask for the name." } },
        } },
        documents = { {
            document_id = "d1", document_name = "Prices", document_url = "https://example.com/a.pdf",
            tags = { "x" },
        } },
        personas = {
            persona("p1", "Host", { guardrails_id = "g1", objectives_id = "o1", document_ids = { "d1" } }),
        },
        videos = { { video_id = "v1", video_name = "not brought back" } },
    }
end

local function restore(snapshot, more)
    local text = json.encode { version = 1, taken_at = 0, kinds = snapshot }
    local fields = { words = { "--from", scratch("account.json", text) } }
    for name, value in pairs(more or {}) do fields[name] = value end
    return recipe.run(fields)
end

local function writes(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then list[#list + 1] = request.operation end
    end
    return list
end

local function changes(run)
    local map = {}
    for _, row in ipairs(run.value) do map[row.old_id] = row.change end
    return map
end

local function hosts() return tavus.personas.all { persona_type = "user" } end

before_example(function()
    scratch("account.json", json.encode { version = 1, taken_at = 0, kinds = kinds() })
end)

describe("account-restore", function()
    it("makes what is missing, and personas refer to the new ids", function()
        local run = restore(kinds())
        local host = tavus.personas.get(hosts()[1])
        local rules, goals = tavus.guardrails.all()[1], tavus.objectives.all()[1]
        local document = tavus.documents.all()[1]
        assert.are.same({
            { kind = "objectives", old_id = "o1", new_id = goals.objectives_id, change = "created" },
            { kind = "guardrails", old_id = "g1", new_id = rules.guardrails_id, change = "created" },
            { kind = "documents", old_id = "d1", new_id = document.document_id, change = "created" },
            { kind = "personas", old_id = "p1", new_id = host.persona_id, change = "created" },
        }, run.value)
        assert.are.same({ "Host", rules.guardrails_id, goals.objectives_id, { document.document_id } },
            { host.persona_name, host.guardrails_id, host.objectives_id, host.document_ids })
        assert.are.same({}, tavus.videos.all())
    end)

    it("changes nothing when it runs again, and mends what was changed since", function()
        restore(kinds())
        local again = restore(kinds())
        assert.are.same({}, writes(again))
        assert.are.same(
            { o1 = "unchanged", g1 = "unchanged", d1 = "there", p1 = "unchanged" }, changes(again))
        tavus.personas.update(hosts()[1], { system_prompt = "Be rude." })
        assert.are.same({ o1 = "unchanged", g1 = "unchanged", d1 = "there", p1 = "updated" },
            changes(restore(kinds())))
        assert.are.equal("Be kind.", tavus.personas.get(hosts()[1]).system_prompt)
    end)

    it("brings an account back from what account-snapshot wrote", function()
        restore(kinds())
        local path = scratch("copy.json")
        local snapshot = recipe.run { recipe = "account-snapshot", words = { "--out", path } }
        assert.are.equal(0, snapshot.status)
        assert.are.same({}, writes(recipe.run { words = { "--from", path } }))
        emulator.reset()
        local run = recipe.run { words = { "--from", path } }
        assert.are.same({ "objectives.create", "guardrails.create", "documents.create", "personas.create" },
            writes(run))
        local host = tavus.personas.get(hosts()[1])
        assert.are.equal(tavus.guardrails.all()[1].guardrails_id, host.guardrails_id)
    end)

    it("keeps the ids of what the file does not hold", function()
        local rules = tavus.guardrails.create {
            name = "Theirs", data = { { guardrail_name = "a", guardrail_prompt = "b" } },
        }
        restore { personas = { persona("p1", "Host", { guardrails_id = rules.guardrails_id }) } }
        assert.are.equal(rules.guardrails_id, tavus.personas.get(hosts()[1]).guardrails_id)
    end)

    it("plans in a dry run what the run then does", function()
        local plan = restore(kinds(), { dry_run = true })
        assert.is_true(plan.plan.complete)
        assert.are.same({}, writes(plan))
        assert.matches("would be created  personas  p1 -> <persona_id#4>\n", plan.output, 1, true)
        local planned = {}
        for index, write in ipairs(plan.plan.writes) do planned[index] = write.operation end
        assert.are.same("<guardrails_id#2>", plan.plan.writes[4].body.guardrails_id)
        assert.are.same(planned, writes(restore(kinds())))
    end)

    it("asks nothing when the file is no snapshot, or has two records of one name", function()
        local path = scratch("bad.json")
        for _, text in ipairs { "", "no JSON", "[]", "{}", '{"version":2,"kinds":{}}', '{"version":1}' } do
            local run = recipe.run { words = { "--from", scratch("bad.json", text) } }
            assert.are.equal(path .. " is no snapshot that account-snapshot 1 has written", run.error.message)
        end
        local twins = restore { personas = { persona("p1", "Host"), persona("p2", "Host") } }
        assert.are.equal('personas p1 and p2 are both named "Host", and records are known by their names',
            twins.error.message)
        assert.are.equal(64, recipe.run().status)
        assert.are.equal(64, recipe.run { words = { "--from", path .. ".none" } }.status)
        assert.are.equal("[]", json.encode(restore({}).value))
        assert.are.same({}, emulator.requests())
    end)

    it("tells what was made when the service refuses a later record, and goes on from there", function()
        emulator.fault { operation = "personas.create", kind = "status", status = 400 }
        local run = restore(kinds())
        assert.are.same({ 7, 400 }, { run.status, run.error.status })
        local told = {}
        for what in run.output:gmatch("created  (%w+  %w+) %->") do told[#told + 1] = what end
        assert.are.same({ "objectives  o1", "guardrails  g1", "documents  d1" }, told)
        assert.are.same({ o1 = "unchanged", g1 = "unchanged", d1 = "there", p1 = "created" },
            changes(restore(kinds())))
    end)

    for _, kind in ipairs { "objectives", "guardrails", "documents", "personas" } do
        it("makes nothing twice when an answer is lost: " .. kind, function()
            emulator.fault { operation = kind .. ".create", kind = "reset", commit = true }
            assert.are.equal(10, restore(kinds()).status)
            restore(kinds())
            local filter = kind == "personas" and { persona_type = "user" } or {}
            assert.are.equal(1, #tavus[kind].all(filter))
        end)
    end

    it("keeps to its budget and its rights", function()
        local run = restore(kinds(), { budget = "personas=0" })
        assert.are.same({ 6, "budget_exceeded" }, { run.status, run.error.code })
        assert.are.same({}, hosts())
        run = restore(kinds(), { deny = "operations=personas.create" })
        assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
        assert.are.equal(5, restore(kinds(), { read_only = true }).status)
        assert.are.same({}, hosts())
    end)

    it("brings 100 personas, each once", function()
        local rows = {}
        for index = 1, 100 do rows[index] = persona("p" .. index, "Host " .. index) end
        assert.are.equal(100, #writes(restore { personas = rows }))
        assert.are.equal(100, #hosts())
    end)
end)
