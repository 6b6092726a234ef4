local HOUR = 3600
local URL = "https://crm.example.com/notes"

local function call(id, ago, more)
    local row = {
        conversation_id = id, conversation_name = "With " .. id, persona_id = "p5317866",
        replica_id = "r79e1c033f", created_at = os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - ago),
    }
    for name, value in pairs(more or {}) do row[name] = value end
    return row
end

local function read(name)
    local file = io.open(scratch(name), "rb")
    return file and file:read("a")
end

local function follow(more)
    local fields = { words = { "--url", URL, "--done", scratch("sent.txt") } }
    for name, value in pairs(more or {}) do fields[name] = value end
    return recipe.run(fields)
end

-- The ids of what a dry run lists, in its order.
local function would_send(more)
    local fields = { dry_run = true }
    for name, value in pairs(more or {}) do fields[name] = value end
    local ids = {}
    for index, row in ipairs(follow(fields).value) do ids[index] = row.conversation_id end
    return ids
end

before_example(function() answer_http(function() return { status = 201 } end) end)

describe("crm-follow-up", function()
    it("takes ended calls with what was said, the oldest first", function()
        emulator.seed { conversations = {
            call("new", 3 * HOUR), call("old", 9 * HOUR), call("middle", 5 * HOUR),
            call("running", HOUR, { status = "active" }),
        } }
        local run = follow { dry_run = true }
        local turns = 0
        for _, turn in ipairs(tavus.conversations.get("old", { verbose = true }).transcript) do
            if turn.role == "user" or turn.role == "assistant" then turns = turns + 1 end
        end
        assert.are.same({
            { conversation_id = "old", turns = turns }, { conversation_id = "middle", turns = turns },
            { conversation_id = "new", turns = turns },
        }, run.value)
    end)

    it("notes nothing in a dry run, and sends nothing", function()
        emulator.seed { conversations = { call("a", 3 * HOUR) } }
        local run = follow { dry_run = true }
        assert.is_true(run.ok and run.plan.complete)
        assert.are.equal("would send  a  5 turns\n", run.output)
        assert.is_nil(read("sent.txt"))
        assert.are.same({}, run.plan.writes)
    end)

    it("leaves out what the file names, and asks nothing more of it", function()
        emulator.seed { conversations = { call("a", 5 * HOUR), call("b", 4 * HOUR), call("c", 3 * HOUR) } }
        scratch("sent.txt", "b\na\n")
        local run = follow { dry_run = true }
        assert.are.equal("c", run.value[1].conversation_id)
        assert.are.equal(2, #run.requests)
        scratch("sent.txt", "c\nb\na\n")
        assert.are.equal("[]", require "json".encode(follow().value))
    end)

    it("sends each call once, and what the CRM refused in the next run", function()
        emulator.seed { conversations = { call("a", 5 * HOUR), call("b", 4 * HOUR), call("c", 3 * HOUR) } }
        local asked, is_down = {}, true
        answer_http(function(request)
            local id = require "json".decode(request.body).conversation_id
            asked[#asked + 1] = id
            assert.are.equal("Bearer s3cret", request.headers.authorization)
            return { status = id == "b" and is_down and 500 or 201 }
        end)
        local words = { "--url", URL, "--done", scratch("sent.txt") }
        local function send()
            return recipe.run {
                words = words, allow = "hosts=crm.example.com", env = { CRM_TOKEN = "s3cret" },
            }
        end
        local first = send()
        assert.are.equal(1, first.status)
        assert.matches("answered 500 for b", first.error.message)
        assert.are.equal("a\n", read("sent.txt"))
        is_down = false
        local second = send()
        assert.are.same({ "a", "b", "b", "c" }, asked)
        assert.are.same({ "b", "c" }, { second.value[1].conversation_id, second.value[2].conversation_id })
        assert.are.equal("[]", require "json".encode(send().value))
        assert.are.equal(4, #asked)
    end)

    it("reaches the CRM only where that was allowed", function()
        emulator.seed { conversations = { call("a", 5 * HOUR) } }
        answer_http(function() error("it was asked") end)
        assert.are.same({ 5, "permission_denied" }, { follow().status, follow().error.code })
    end)

    it("takes calls of the last days alone", function()
        emulator.seed { conversations = { call("a", 49 * HOUR), call("b", 47 * HOUR) } }
        assert.are.same({ "b" }, would_send())
        assert.are.same({ "a", "b" }, would_send {
            words = { "--url", URL, "--done", scratch("sent.txt"), "--since", "3d" },
        })
    end)

    it("lets a call without a transcript wait for the next run", function()
        emulator.seed { conversations = {
            call("unjoined", 5 * HOUR, { properties = { max_call_duration = 2 } }), call("joined", 4 * HOUR),
        } }
        assert.are.same({ "joined" }, would_send())
    end)

    it("notes nothing that it could not send, and sends only to a host that is allowed", function()
        emulator.seed { conversations = { call("a", 5 * HOUR), call("b", 4 * HOUR) } }
        scratch("sent.txt", "a\n")
        local run = follow()
        assert.are.same({ 5, "permission_denied", "a\n" }, { run.status, run.error.code, read("sent.txt") })
        assert.are.same({ "b" }, would_send())
    end)

    it("tells the token to nobody", function()
        emulator.seed { conversations = { call("a", 5 * HOUR) } }
        local secret = "crm-7f3a9c51e2"
        for _, is_dry in ipairs { true, false } do
            local run = follow { env = { CRM_TOKEN = secret }, dry_run = is_dry }
            assert.no.matches(secret, require "json".encode(run), 1, true)
        end
    end)

    it("lists 120 calls of several pages, each once", function()
        local calls = {}
        for index = 1, 120 do calls[index] = call(("c%03d"):format(index), 5 * HOUR + index) end
        emulator.seed { conversations = calls }
        local ids = would_send()
        assert.are.same({ 120, "c120", "c001" }, { #ids, ids[1], ids[120] })
        assert.is.unique(ids)
    end)

    it("ends with 7 when the service fails, and notes nothing", function()
        emulator.seed { conversations = { call("a", 5 * HOUR) } }
        emulator.fault { operation = "conversations.get", kind = "status", status = 500, always = true }
        local run = follow()
        assert.are.same({ 7, "server_error" }, { run.status, run.error.code })
        assert.is_nil(read("sent.txt"))
    end)

    it("asks nothing when a flag is wrong, and without the right to list", function()
        local done = scratch("sent.txt")
        for _, words in ipairs {
            { "--done", done }, { "--url", URL }, { "--url", "crm", "--done", done },
            { "--url", URL, "--done", done, "--since", "soon" },
            { "--url", URL, "--done", scratch("") .. "/none/sent.txt" },
        } do
            assert.are.equal(64, recipe.run { words = words }.status)
        end
        assert.are.equal(5, follow { deny = "operations=conversations.list" }.status)
        assert.are.same({}, emulator.requests())
    end)
end)
