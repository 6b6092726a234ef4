local function ago(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - seconds) end

local function call(name, age, id)
    return {
        conversation_id = id, conversation_name = name, persona_id = "p5317866", replica_id = "r79e1c033f",
        created_at = ago(age), status = "active",
    }
end

-- What was asked beside reading, as "operation path", in no particular order.
local function writes(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then list[#list + 1] = request.operation .. " " .. request.path end
    end
    table.sort(list)
    return list
end

local function active()
    local names = {}
    for conversation in tavus.conversations.each { status = "active" } do
        names[#names + 1] = conversation.conversation_name
    end
    table.sort(names)
    return names
end

local function three()
    emulator.seed { conversations = {
        call("of today", 7200, "c0000000000a"), call("of now", 600, "c0000000000b"),
        call("demo for Ann", 9000, "c0000000000c"),
    } }
end

describe("sweep-conversations", function()
    it("ends what is older than the limit, and nothing else", function()
        three()
        local run = recipe.run { words = "--older-than 1h --keep demo" }
        assert.are.same({
            {
                conversation_id = "c0000000000a", conversation_name = "of today", minutes = 120,
                outcome = "ended",
            },
        }, run.value)
        assert.are.same({ "conversations.end /v2/conversations/c0000000000a/end" }, writes(run))
        assert.are.same({ "demo for Ann", "of now" }, active())
    end)

    it("counts a call of exactly the limit as too old", function()
        emulator.seed { conversations = { call("on the edge", 3600) } }
        assert.are.equal(1, #recipe.run { words = "--older-than 1h" }.value)
    end)

    it("finds nothing to do when it runs again", function()
        three()
        recipe.run { words = "--older-than 1h" }
        local again = recipe.run { words = "--older-than 1h" }
        assert.are.same({ ok = true, status = 0, value = {}, output = "", requests = again.requests }, again)
        assert.are.same({}, writes(again))
    end)

    it("takes each text of --keep as it is written, not as a pattern", function()
        emulator.seed { conversations = { call("50% off", 7200), call("a.b", 7200), call("axb", 7200) } }
        local run = recipe.run { params = { keep = { "0%", "a.b" } } }
        assert.are.equal("axb", run.value[1].conversation_name)
        assert.are.same({ "50% off", "a.b" }, active())
    end)

    it("plans in a dry run what the run then does", function()
        three()
        local plan = recipe.run { words = "--older-than 1h", dry_run = true }
        assert.are.same({}, writes(plan))
        assert.matches("would end  c0000000000a  of today\n", plan.output, 1, true)
        assert.no.matches("ended", plan.output, 1, true)
        assert.are.same({ ["conversations.end"] = 2 }, plan.plan.counts)
        assert.are.equal(3, #active())
        local planned = {}
        for _, write in ipairs(plan.plan.writes) do
            planned[#planned + 1] = write.operation .. " " .. write.path
        end
        table.sort(planned)
        assert.are.same(planned, writes(recipe.run { words = "--older-than 1h" }))
    end)

    it("ends 250 calls over several pages, each once", function()
        local calls = {}
        for index = 1, 250 do calls[index] = call(("call %03d"):format(index), 7200 + index) end
        emulator.seed { conversations = calls }
        local run = recipe.run()
        assert.are.equal(250, #run.value)
        local sent = writes(run)
        assert.are.equal(250, #sent)
        assert.is.unique(sent)
        assert.are.same({}, active())
    end)

    it("ends the others when one cannot be ended, and fails", function()
        three()
        emulator.fault {
            method = "POST", path = "/v2/conversations/c0000000000a/end", kind = "status", status = 500,
            always = true,
        }
        local run = recipe.run { words = "--older-than 1h" }
        assert.are.equal(1, run.status)
        assert.are.equal("1 of 2 stale conversations could not be ended", run.error.message)
        assert.matches("ended +c0000000000c +demo for Ann", run.output)
        assert.matches("server_error.*c0000000000a +of today", run.output)
        assert.are.same({ "of now", "of today" }, active())
    end)

    it("ends without the right to end calls as a run without rights", function()
        three()
        local run = recipe.run { words = "--older-than 1h", deny = "operations=conversations.end" }
        assert.are.equal(5, run.status)
        assert.are.equal("permission_denied", run.error.code)
        assert.are.same({}, writes(run))
        assert.are.equal(3, #active())
        assert.are.equal(5, recipe.run { read_only = true }.status)
    end)

    it("asks nothing when a flag is wrong", function()
        local run = recipe.run { words = "--older-thn 1h" }
        assert.are.equal(64, run.status)
        assert.are.equal("unknown option --older-thn. Did you mean --older-than?", run.error.message)
        assert.are.equal(64, recipe.run { words = "--older-than soon" }.status)
        assert.are.same({}, emulator.requests())
    end)
end)
