local HOUR, DAY = 3600, 86400

local function at(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", seconds) end

-- The middle of the month before the test begins, at noon, and the name of that month.
local function middle()
    local parts = os.date("!*t")
    local first = os.time() - (parts.day - 1) * DAY - parts.hour * HOUR - parts.min * 60 - parts.sec
    local noon = first - 15 * DAY - 12 * HOUR
    return noon, os.date("!%Y-%m", noon)
end

local function call(id, created, minutes, more)
    local row = {
        conversation_id = id, conversation_name = id, persona_id = "p5317866", replica_id = "r79e1c033f",
        created_at = at(created), properties = { max_call_duration = minutes * 60 },
    }
    for name, value in pairs(more or {}) do row[name] = value end
    return row
end

-- Two calls of 30 and 15 minutes on one day, one of 60 with another persona on the next, one of 90 seconds.
local function four()
    local noon = middle()
    emulator.seed {
        personas = { {
            persona_id = "p000000000aa", persona_name = "Mine", system_prompt = "Be kind.",
            default_replica_id = "r79e1c033f",
        } },
        conversations = {
            call("c0000000000a", noon, 30), call("c0000000000b", noon + HOUR, 15),
            call("c0000000000c", noon + DAY, 60, { persona_id = "p000000000aa" }),
            call("c0000000000d", noon + DAY, 1.5),
        },
    }
    return noon, select(2, middle())
end

local function report(month, by, more)
    local fields = { params = { month = month, by = by } }
    for name, value in pairs(more or {}) do fields[name] = value end
    return recipe.run(fields)
end

describe("usage-report", function()
    it("adds up by persona, the longest first, with names", function()
        local _, month = four()
        local run = report(month, "persona")
        assert.are.same({
            { what = "Mine (p000000000aa)", calls = 1, minutes = 60.0 },
            { what = "Life Coach (p5317866)", calls = 3, minutes = 46.5 },
        }, run.value)
        assert.are.equal(3, #run.requests)
    end)

    it("adds up by replica, by day in the order of days, and by reason", function()
        local noon, month = four()
        assert.are.same({ { what = "Carter (r79e1c033f)", calls = 4, minutes = 106.5 } },
            report(month, "replica").value)
        assert.are.same({
            { what = os.date("!%Y-%m-%d", noon), calls = 2, minutes = 45.0 },
            { what = os.date("!%Y-%m-%d", noon + DAY), calls = 2, minutes = 61.5 },
        }, report(month, "day").value)
        local reason = tavus.conversations.get("c0000000000a", { verbose = true }).shutdown_reason
        assert.are.same({ { what = reason, calls = 4, minutes = 106.5 } }, report(month, "reason").value)
    end)

    it("prices the minutes", function()
        local _, month = four()
        local run = recipe.run { words = ("--month %s --by day --rate 0.35"):format(month) }
        assert.are.same({ 15.75, 21.53 }, { run.value[1].cost, run.value[2].cost })
    end)

    it("counts a call that is still going on until now", function()
        emulator.seed { conversations = {
            call("c0000000000a", os.time(), 60, { status = "active" }),
        } }
        emulator.advance("10m")
        local run = recipe.run { words = "--by reason" }
        assert.are.same({ { what = "still going on", calls = 1, minutes = 10.0 } }, run.value)
    end)

    it("takes the month by UTC, from its first second to its last", function()
        local noon, month = middle()
        local parts = os.date("!*t", noon)
        local first = noon - (parts.day - 1) * DAY - 12 * HOUR
        emulator.seed { conversations = {
            call("c0000000000a", first - 1, 1), call("c0000000000b", first, 2),
        } }
        assert.are.same(2.0, report(month, "day").value[1].minutes)
        assert.are.same(1.0, report(os.date("!%Y-%m", first - 1), "day").value[1].minutes)
    end)

    it("gives an empty list for a month without calls", function()
        assert.are.equal("[]", require "json".encode(report("2001-01").value))
    end)

    it("names what it may not read, or what is gone, by its id", function()
        local _, month = four()
        tavus.personas.delete("p000000000aa")
        local run = report(month, "persona", { deny = "operations=personas.get" })
        assert.are.same({ "p000000000aa", "p5317866" }, { run.value[1].what, run.value[2].what })
    end)

    it("counts 250 calls over several pages", function()
        local noon, month = middle()
        local calls = {}
        for index = 1, 250 do calls[index] = call(("c%011d"):format(index), noon + index, 2) end
        emulator.seed { conversations = calls }
        assert.are.same({ { what = os.date("!%Y-%m-%d", noon), calls = 250, minutes = 500.0 } },
            report(month, "day").value)
    end)

    it("ends with 7 when the service fails, rather than with half of a report", function()
        local _, month = four()
        emulator.fault { operation = "conversations.get", kind = "status", status = 500, always = true }
        local run = report(month, "reason")
        assert.are.same({ 7, "server_error" }, { run.status, run.error.code })
        assert.is_nil(run.value)
    end)

    it("asks nothing when a flag is wrong, and without the right to list", function()
        for _, words in ipairs {
            "--month 2026-13", "--month november", "--by name", "--rate -1", "--rate free", "--moth 2026-01",
        } do
            assert.are.equal(64, recipe.run { words = words }.status)
        end
        assert.are.equal(5, recipe.run { deny = "operations=conversations.list" }.status)
        assert.are.same({}, emulator.requests())
    end)
end)
