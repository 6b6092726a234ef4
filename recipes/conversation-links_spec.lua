local PEOPLE = { "--persona", "p5317866", "--replica", "r79e1c033f" }

local function words(text, ...)
    local list = { "--rows", scratch("guests.csv", text), ... }
    return table.move(PEOPLE, 1, #PEOPLE, #list + 1, list)
end

local function guests(count)
    local lines = { "name" }
    for index = 1, count do lines[#lines + 1] = "Guest " .. index end
    return table.concat(lines, "\n") .. "\n"
end

local function read(path)
    local file = io.open(path, "rb")
    return file and file:read("a")
end

local function names()
    local list = {}
    for call in tavus.conversations.each() do list[#list + 1] = call.conversation_name end
    table.sort(list)
    return list
end

before_example(function()
    scratch("guests.csv", "name,start\nAnn,2026-11-21T09:30:00Z\nBob,\n")
end)

describe("conversation-links", function()
    it("makes a call for each guest, and gives the links in the order of the rows", function()
        local text = 'name,topic\nAnn,sales\n"Bob, the ""boss""",support\n'
        local flags = { "--context", "Talk of {topic}{none}.", "--max-duration", "20m", "--test-mode" }
        local run = recipe.run { words = words(text, table.unpack(flags)) }
        assert.are.same({ 0, 2 }, { run.status, #run.value })
        for _, link in ipairs(run.value) do
            assert.are.equal(tavus.conversations.get(link.conversation_id).conversation_url,
                link.conversation_url)
        end
        assert.are.same({ "Ann", 'Bob, the "boss"' }, { run.value[1].name, run.value[2].name })
        table.sort(run.requests, function(a, b)
            return a.body.conversation_name < b.body.conversation_name
        end)
        assert.are.same({
            persona_id = "p5317866", replica_id = "r79e1c033f", conversation_name = "Booking: Ann",
            custom_greeting = "Hello Ann, good to see you!", conversational_context = "Talk of sales.",
            test_mode = true, properties = { max_call_duration = 1200 },
        }, run.requests[1].body)
    end)

    it("writes an event for each guest with a start, in UTC", function()
        local path = scratch("calls.ics")
        local run = recipe.run {
            words = words("name,start\n\"A;B, C\",2026-11-21T09:30:00+02:00\nBob,\n", "--calendar", path),
        }
        local id = run.value[1].conversation_id
        assert.are.same({
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tavlua//conversation-links//EN", "BEGIN:VEVENT",
            ("UID:%s@tavlua"):format(id), "DTSTAMP:" .. os.date("!%Y%m%dT%H%M%SZ"),
            "DTSTART:20261121T073000Z", "DTEND:20261121T080000Z", "SUMMARY:Video call with A\\;B\\, C",
            "URL:" .. run.value[1].conversation_url, "END:VEVENT", "END:VCALENDAR",
        }, { (read(path):gsub("\r\n", "\0")):match(("([^\0]*)\0"):rep(12) .. "$") })
    end)

    it("sends and writes nothing in a dry run", function()
        local path = scratch("calls.ics", "of yesterday")
        local text = "name,start\nAnn,2026-11-21T09:30:00Z\nBob,\n"
        local plan = recipe.run { words = words(text, "--calendar", path), dry_run = true }
        assert.are.same({}, plan.requests)
        assert.are.same({ ["conversations.create"] = 2 }, plan.plan.counts)
        assert.is_true(plan.plan.complete)
        assert.are.equal(60.0, plan.plan.worst_case_minutes)
        assert.are.equal("of yesterday", read(path))
        local planned, sent = {}, {}
        for index, write in ipairs(plan.plan.writes) do planned[index] = write.body.conversation_name end
        for index, request in ipairs(recipe.run { words = words(text) }.requests) do
            sent[index] = request.body.conversation_name
        end
        table.sort(planned)
        table.sort(sent)
        assert.are.same(planned, sent)
    end)

    it("asks nothing when a row is at fault", function()
        local cases = {
            ["nam\nAnn\n"] = 65, [""] = 65, ["name\nAnn,b\n"] = 65,
            ["name,start\nAnn,\n,\n"] = "row 2 has no name",
            ["name,start\nAnn,soon\n"] = 'row 1: start is "soon", not a time like 2026-11-21T09:30:00Z',
        }
        for text, expected in pairs(cases) do
            local run = recipe.run { words = words(text) }
            assert.are.equal(expected, type(expected) == "number" and run.status or run.error.message)
        end
        assert.are.equal(64, recipe.run { words = "--persona p5317866" }.status)
        assert.are.same({}, emulator.requests())
    end)

    it("tells the links that were made when the service takes no more", function()
        emulator.limits { concurrency = 3 }
        local path = scratch("calls.ics")
        local run = recipe.run { words = words(guests(10), "--calendar", path) }
        assert.are.equal(7, run.status)
        assert.are.equal("concurrency_limit", run.error.code)
        local all = tavus.conversations.all()
        assert.are.equal(3, #all)
        assert.is_true(#run.requests <= 7)   -- those under way, and none after them
        for _, call in ipairs(all) do assert.matches(call.conversation_url, run.output, 1, true) end
        assert.is_nil(read(path))
    end)

    it("makes no call twice when an answer is lost, and says that one may be there", function()
        emulator.fault { operation = "conversations.create", kind = "reset", commit = true, after = 1 }
        local run = recipe.run { words = words(guests(2)) }
        assert.are.equal(10, run.status)
        assert.are.equal("unknown", run.error.outcome)
        assert.are.same({ "Booking: Guest 1", "Booking: Guest 2" }, names())
    end)

    it("makes no more calls than its budget has, and tells their links", function()
        emulator.limits { concurrency = 20 }
        local run = recipe.run { words = words(guests(10)), budget = "conversations=3" }
        assert.are.equal(6, run.status)
        assert.are.equal(3, #names())
        assert.are.equal(3, select(2, run.output:gsub("https://", "")))
    end)

    it("makes nothing without the right to", function()
        local run = recipe.run { words = words(guests(3)), deny = "operations=conversations.create" }
        assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
        assert.are.same({}, emulator.requests())
    end)

    it("makes 200 calls, one for each guest", function()
        emulator.limits { concurrency = 200 }
        local run = recipe.run { words = words(guests(200)) }
        assert.are.equal("Guest 200", run.value[200].name)
        assert.are.equal(200, #names())
        assert.is.unique(names())
    end)

    it("gives an empty list for a file without rows", function()
        assert.are.equal("[]", require "json".encode(recipe.run { words = words("name\n") }.value))
    end)
end)
