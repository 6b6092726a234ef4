local function operations(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then list[#list + 1] = request.operation end
    end
    return list
end

-- The only conversation there is.
local function only()
    local all = tavus.conversations.all()
    assert.are.equal(1, #all)
    return tavus.conversations.get(all[1], { verbose = true })
end

describe("hello-conversation", function()
    it("makes a call, waits for the replica, and ends it", function()
        local run = recipe.run()
        assert.are.equal(0, run.status)
        assert.are.same({ "conversations.create", "conversations.end" }, operations(run))
        local call = only()
        assert.are.equal("ended", call.status)
        assert.are.same({
            replica_id = "r79e1c033f", persona_id = "p5317866", conversation_name = "A Meeting with Hassaan",
            conversational_context = "You are about to talk to Hassaan, one of the cofounders of Tavus.",
            custom_greeting = "Hey there Hassaan, long time no see!",
            properties = { max_call_duration = 600, participant_absent_timeout = 60 },
        }, run.requests[1].body)
        assert.matches("created +" .. call.conversation_id .. "  A Meeting with Hassaan\n", run.output)
        assert.matches("join +" .. call.conversation_url, run.output, 1, false)
        assert.matches("joined +replica r79e1c033f after %d+ s\n", run.output)
        assert.matches("ended +%g+.*, %d+ s, transcript of %d+ turns\n$", run.output)
    end)

    it("takes its name, replica and persona from the flags", function()
        local mine = tavus.personas.create { persona_name = "Mine", system_prompt = "Be kind." }.persona_id
        local run = recipe.run { words = { "--name", "A Meeting with Rio", "--persona", mine } }
        assert.are.same({ mine, "A Meeting with Rio" },
            { run.requests[1].body.persona_id, run.requests[1].body.conversation_name })
    end)

    it("tells why the replica did not join", function()
        emulator.fail { next = "conversations", reason = "no such worker" }
        local run = recipe.run()
        assert.are.equal(1, run.status)
        assert.are.equal("conversations.wait", run.error.operation)
        assert.matches("did not become joined: no such worker", run.error.message, 1, true)
        assert.are.equal("ended", only().status)
    end)

    it("ends the call when the service fails on the way", function()
        emulator.fault { operation = "conversations.get", kind = "status", status = 500, times = 20 }
        local run = recipe.run()
        assert.are.equal(7, run.status)
        assert.are.equal("server_error", run.error.code)
        assert.are.same({ "conversations.create", "conversations.end" }, operations(run))
        emulator.clear_faults()
        assert.are.equal("ended", only().status)
    end)

    it("makes one call, whatever becomes of the answer", function()
        emulator.fault { operation = "conversations.create", kind = "reset", commit = true }
        local run = recipe.run()
        assert.are.equal(10, run.status)
        assert.are.equal("unknown", run.error.outcome)
        only()
    end)

    it("plans one call in a dry run, and its end", function()
        local run = recipe.run { dry_run = true }
        assert.is_true(run.ok and run.plan.complete)
        assert.are.same({ ["conversations.create"] = 1, ["conversations.end"] = 1 }, run.plan.counts)
        assert.are.equal(10.0, run.plan.worst_case_minutes)
        assert.are.same({}, operations(run))
        assert.are.same({}, tavus.conversations.all())
    end)

    it("asks nothing without the right to make calls, or beyond its budget", function()
        assert.are.equal(5, recipe.run { deny = "operations=conversations.create" }.status)
        assert.are.equal(6, recipe.run { budget = "minutes=5" }.status)
        assert.are.equal(64, recipe.run { words = "--replica ''" }.status)
        assert.are.same({}, emulator.requests())
    end)
end)
