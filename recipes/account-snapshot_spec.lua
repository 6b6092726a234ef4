local json = require "json"

local function account()
    local guardrails = tavus.guardrails.create {
        name = "House rules",
        data = { { guardrail_name = "no_prices", guardrail_prompt = "Name no price." } },
    }
    local objectives = tavus.objectives.create {
        data = { { objective_name = "ask_name", objective_prompt = "Ask for the name." } },
    }
    local document = tavus.documents.create { document_url = "https://example.com/a.pdf", tags = { "x" } }
    local persona = tavus.personas.create {
        persona_name = "Host", system_prompt = "Be kind.", guardrails_id = guardrails.guardrails_id,
        objectives_id = objectives.objectives_id, document_ids = { document.document_id },
        layers = { llm = { model = "tavus-gpt-4o" } },
    }
    local video = tavus.videos.create { replica_id = "r79e1c033f", script = "Hello", video_name = "v" }
    return {
        personas = persona.persona_id, objectives = objectives.objectives_id, videos = video.video_id,
        guardrails = guardrails.guardrails_id, documents = document.document_id,
    }
end

local function read(path)
    local file = io.open(path, "rb")
    return file and file:read("a")
end

local function snapshot(more)
    local path = scratch("account.json")
    local fields = { words = { "--out", path, table.unpack(more or {}) } }
    for name, value in pairs(more or {}) do
        if type(name) == "string" then fields[name] = value end
    end
    local run = recipe.run(fields)
    return run, read(path)
end

describe("account-snapshot", function()
    it("writes the account's own records with all their fields", function()
        local ids = account()
        local run, text = snapshot()
        assert.are.same({
            { kind = "personas", records = 1 }, { kind = "objectives", records = 1 },
            { kind = "guardrails", records = 1 }, { kind = "documents", records = 1 },
            { kind = "videos", records = 1 }, { kind = "replicas", records = 0 },
        }, run.value)
        local file = json.decode(text)
        assert.are.same({ 1, os.time() }, { file.version, math.floor(file.taken_at) })
        for _, kind in ipairs { "personas", "objectives", "guardrails" } do
            assert.are.same({ json.decode(json.encode(tavus[kind].get(ids[kind]))) }, file.kinds[kind])
        end
        assert.are.equal("https://example.com/a.pdf", file.kinds.documents[1].document_url)
        assert.are.equal(ids.videos, file.kinds.videos[1].video_id)
    end)

    it("writes kinds without records as empty lists", function()
        local _, text = snapshot()
        for _, kind in ipairs { "personas", "objectives", "documents", "replicas" } do
            assert.matches(('"%s": []'):format(kind), text, 1, true)
        end
    end)

    it("only reads", function()
        account()
        local run = snapshot { read_only = true }
        assert.are.equal(0, run.status)
        for _, request in ipairs(run.requests) do assert.are.equal("GET", request.method) end
    end)

    it("writes the same file for the same account", function()
        account()
        local _, first = snapshot()
        local _, second = snapshot()
        assert.are.equal(first, second)
    end)

    it("writes only the kinds that are named", function()
        account()
        local run, text = snapshot { "--kinds", "guardrails,objectives" }
        assert.are.same(
            { { kind = "guardrails", records = 1 }, { kind = "objectives", records = 1 } }, run.value)
        local kinds = json.decode(text).kinds
        assert.are.same({ 1, 1 }, { #kinds.guardrails, #kinds.objectives })
        assert.is_nil(kinds.personas)
    end)

    it("leaves the file of yesterday alone when the service fails", function()
        account()
        scratch("account.json", "of yesterday")
        emulator.fault { operation = "guardrails.get", kind = "status", status = 500, always = true }
        local run, text = snapshot()
        assert.are.same({ 7, "server_error", "of yesterday" }, { run.status, run.error.code, text })
        emulator.clear_faults()
        emulator.fault { operation = "videos.list", kind = "truncate", always = true }
        local truncated, left = snapshot()
        assert.are.same({ false, "of yesterday" }, { truncated.ok, left })
    end)

    it("asks nothing for a kind that there is not, or without a place to write to", function()
        for _, kind in ipairs { "people", "sleep", "emulator" } do
            local run, text = snapshot { "--kinds", "personas," .. kind }
            assert.are.equal(('"%s" is no kind of record that can be listed'):format(kind), run.error.message)
            assert.is_nil(text)
        end
        assert.are.equal(64, recipe.run().status)
        assert.are.equal(64, recipe.run { words = { "--out", scratch("") .. "/none/account.json" } }.status)
        assert.are.same({}, emulator.requests())
    end)

    it("ends without the right to read, and writes nothing", function()
        local run, text = snapshot { deny = "operations=documents.list" }
        assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
        assert.is_nil(text)
    end)

    it("writes 150 personas of several pages whole", function()
        for index = 1, 150 do
            tavus.personas.create { persona_name = "P" .. index, system_prompt = "Prompt " .. index }
        end
        local run, text = snapshot { "--kinds", "personas" }
        assert.are.same({ { kind = "personas", records = 150 } }, run.value)
        local prompts = {}
        for _, persona in ipairs(json.decode(text).kinds.personas) do
            prompts[#prompts + 1] = persona.system_prompt
        end
        assert.are.equal(150, #prompts)
        assert.is.unique(prompts)
    end)
end)
