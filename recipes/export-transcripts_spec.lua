local function ago(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - seconds) end

local function ended(id, name, age)
    return {
        conversation_id = id, conversation_name = name, persona_id = "p5317866", replica_id = "r79e1c033f",
        created_at = ago(age or 86400),
    }
end

local function read(name)
    local file = io.open(scratch(name), "rb")
    return file and file:read("a")
end

local function two()
    emulator.seed { conversations = { ended("c0000000000a", "With Ann"), ended("c0000000000b", "With Bob") } }
end

local function export(more)
    local fields = { params = { folder = scratch("") } }
    for name, value in pairs(more or {}) do fields[name] = value end
    return recipe.run(fields)
end

local function counts(written, there, without)
    return { written = written, already_there = there, without_transcript = without }
end

before_example(function() scratch("transcripts/keep", "") end)

describe("export-transcripts", function()
    it("writes what was said, with who said it", function()
        two()
        assert.are.same(counts(2, 0, 0), export().value)
        local call = tavus.conversations.get("c0000000000a", { verbose = true })
        local expected = {
            "# With Ann", "", "Conversation c0000000000a, replica r79e1c033f, persona p5317866.",
            ("Created %s, ended: %s."):format(call.created_at, call.shutdown_reason), "",
        }
        local speakers = { user = "Guest", assistant = "Replica", system = "Instructions" }
        for _, turn in ipairs(call.transcript) do
            expected[#expected + 1] = ("**%s:** %s"):format(speakers[turn.role], turn.content)
            expected[#expected + 1] = ""
        end
        assert.are.equal(table.concat(expected, "\n"), read("c0000000000a.md"))
        assert.matches("%*%*Replica:%*%* %w", read("c0000000000b.md"))
    end)

    it("fetches only what is new when it runs again, and leaves files alone", function()
        two()
        export()
        scratch("c0000000000a.md", "with notes of mine")
        emulator.seed { conversations = { ended("c0000000000c", "With Cy") } }
        local again = export()
        assert.are.same(counts(1, 2, 0), again.value)
        assert.are.equal(2, #again.requests)
        assert.are.equal("/v2/conversations/c0000000000c?verbose=true", again.requests[2].path)
        assert.are.equal("with notes of mine", read("c0000000000a.md"))
    end)

    it("counts calls that nobody joined, and writes nothing for them or for those still going on", function()
        local running = ended("c0000000000b", "now", 60)
        local unjoined = ended("c0000000000a", "too short")
        unjoined.properties = { max_call_duration = 2 }
        emulator.seed { conversations = { unjoined, running } }
        assert.are.same(counts(0, 0, 1), export().value)
        assert.is_nil(read("c0000000000a.md"))
        assert.is_nil(read("c0000000000b.md"))
    end)

    it("keeps what it has when the service fails, and the next run fetches the rest", function()
        two()
        emulator.fault {
            method = "GET", path = "/v2/conversations/c0000000000a*", kind = "status", status = 500,
            times = 10,
        }
        local run = export()
        assert.are.same({ 7, "server_error" }, { run.status, run.error.code })
        assert.is_nil(read("c0000000000a.md"))
        emulator.clear_faults()
        local rest = export().value
        assert.are.equal(2, rest.written + rest.already_there)
        assert.matches("^# With Ann\n", read("c0000000000a.md"))
    end)

    it("waits and asks again when it is told to slow down", function()
        two()
        emulator.fault { operation = "conversations.get", kind = "status", status = 429, retry_after = 30 }
        local begun = os.time()
        assert.are.same(counts(2, 0, 0), export().value)
        assert.is_true(os.time() - begun >= 30)
    end)

    it("ends without the right to read calls, and with a folder that is not there", function()
        two()
        local denied = export { deny = "operations=conversations.get" }
        assert.are.same({ 5, "permission_denied" }, { denied.status, denied.error.code })
        assert.are.equal(64, recipe.run { words = "--folder " .. scratch("") .. "/none/deeper" }.status)
        assert.are.equal(64, recipe.run { words = "--fodler x" }.status)
    end)

    it("exports 120 calls over several pages", function()
        local calls = {}
        for index = 1, 120 do calls[index] = ended(("c%011d"):format(index), "call " .. index) end
        emulator.seed { conversations = calls }
        assert.are.same(counts(120, 0, 0), export().value)
        assert.matches("^# call 120\n", read("c00000000120.md"))
    end)
end)
