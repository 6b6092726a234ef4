local HOUR = 3600
local SEEN = "**Visual summary** The emulator simulates the participant, so nobody was seen."

local function date(format, ago) return os.date(format, os.time() - ago) end

-- A call that began so many seconds ago, and lasted so many.
local function call(id, ago, lasted, more)
    local row = {
        conversation_id = id, conversation_name = "Call " .. id, persona_id = "p5317866",
        replica_id = "r79e1c033f", created_at = date("!%Y-%m-%dT%H:%M:%SZ", ago),
        properties = { max_call_duration = lasted },
    }
    for name, value in pairs(more or {}) do row[name] = value end
    return row
end

local function digest(words, more)
    local fields = { words = words or "" }
    for name, value in pairs(more or {}) do fields[name] = value end
    return recipe.run(fields)
end

before_example(function() answer_http(function() return { status = 200 } end) end)

describe("call-quality-digest", function()
    it("posts what it prints, and says when that was refused", function()
        local text, status = nil, 200
        answer_http(function(request)
            text = require "json".decode(request.body).text
            return { status = status }
        end)
        local function post()
            return digest("--post https://chat.example.com/T1", { allow = "hosts=chat.example.com" })
        end
        assert.are.equal(0, post().status)
        assert.are.equal(digest().output, text)
        status = 503
        assert.matches("answered 503", post().error.message)
    end)

    it("tells why calls ended, how long they were, and what was seen", function()
        emulator.seed { conversations = {
            call("c", 7 * HOUR, 1800), call("b", 6 * HOUR, 60), call("a", 5 * HOUR, 600),
        } }
        tavus.conversations.create { persona_id = "p5317866", conversation_name = "Call d" }
        emulator.advance("6m")
        tavus.conversations.end_(tavus.conversations.find { conversation_name = "Call d" })
        emulator.advance("2m")
        local run = digest()
        assert.are.same({ 0, nil }, { run.status, run.value })
        local ended = tavus.conversations.get(
            tavus.conversations.find { conversation_name = "Call d" }, { verbose = true })
        local expected = {
            ("# 4 calls since %s UTC"):format(date("!%Y-%m-%d %H:%M", 24 * HOUR)), "",
            "| ended because | calls | median minutes |", "|---|---|---|",
            "| max_call_duration reached | 3 | 10.0 |",
            ("| %s | 1 | 6.0 |"):format(ended.shutdown_reason), "", "## What was seen", "",
            "- Call a: " .. SEEN, "- Call b: " .. SEEN, "- Call c: " .. SEEN, "",
        }
        assert.are.equal(table.concat(expected, "\n"), run.output)
    end)

    it("gives the middle of two as the median of an even count", function()
        emulator.seed { conversations = {
            call("a", 5 * HOUR, 60), call("b", 5 * HOUR, 120), call("c", 5 * HOUR, 240),
            call("d", 5 * HOUR, 3600),
        } }
        assert.matches("| max_call_duration reached | 4 | 3.0 |", digest().output, 1, true)
    end)

    it("takes calls of the last days alone, and none that is going on", function()
        emulator.seed { conversations = {
            call("a", 23 * HOUR, 600), call("b", 25 * HOUR, 600),
            call("c", 2 * HOUR, 600, { status = "active" }),
        } }
        assert.matches("^# 1 calls since", digest().output)
        assert.matches("^# 2 calls since", digest("--since 2d").output)
    end)

    it("has one line to say of a time without calls", function()
        assert.are.equal(("# 0 calls since %s UTC\n"):format(date("!%Y-%m-%d %H:%M", 7 * 24 * HOUR)),
            (digest("--since 7d").output:gsub("\n\n", "\n")))
    end)

    it("shows the digest before it posts it, and only to a host that is allowed", function()
        local run = digest("--post https://hooks.example.com/T1")
        assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
        assert.matches("^# 0 calls since", run.output)
    end)

    it("posts nothing in a dry run", function()
        local run = digest("--post https://hooks.example.com/T1", { dry_run = true })
        assert.is_true(run.ok and run.plan.complete)
        assert.are.same({}, run.plan.writes)
    end)

    it("digests 150 calls over several pages", function()
        local calls = {}
        for index = 1, 150 do calls[index] = call(("c%011d"):format(index), 5 * HOUR, 60) end
        emulator.seed { conversations = calls }
        assert.matches("| max_call_duration reached | 150 | 1.0 |", digest().output, 1, true)
    end)

    it("ends with 7 when the service fails, rather than with half of a digest", function()
        emulator.seed { conversations = { call("a", 5 * HOUR, 600) } }
        emulator.fault { operation = "conversations.get", kind = "status", status = 500, always = true }
        local run = digest()
        assert.are.same({ 7, "server_error", "" }, { run.status, run.error.code, run.output })
    end)

    it("asks nothing when a flag is wrong, and without the right to list", function()
        for _, words in ipairs { "--since yesterday", "--post hooks", "--sinse 1d" } do
            assert.are.equal(64, digest(words).status)
        end
        assert.are.equal(5, digest("", { deny = "operations=conversations.list" }).status)
        assert.are.same({}, emulator.requests())
    end)
end)
