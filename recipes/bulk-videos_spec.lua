local REPLICA = "r79e1c033f"

local function file(count)
    local lines = { "key,script" }
    for index = 1, count do lines[#lines + 1] = ("guest %d,Hello %d"):format(index, index) end
    return scratch("rows.csv", table.concat(lines, "\n") .. "\n")
end

local function words(count, ...) return { "--rows", file(count), "--replica", REPLICA, ... } end

local function creations(run)
    local names = {}
    for _, request in ipairs(run.requests) do
        if request.operation == "videos.create" then names[#names + 1] = request.body.video_name end
    end
    table.sort(names)
    return names
end

-- The names of all videos there are, in order.
local function videos()
    local names = {}
    for video in tavus.videos.each() do names[#names + 1] = video.video_name end
    table.sort(names)
    return names
end

local function statuses(run)
    local list = {}
    for index, row in ipairs(run.value) do list[index] = row.status end
    return list
end

before_example(function()
    scratch("guests.csv", "key,script,name\nann,Hello Ann,Ann\nbob,Hello Bob,Bob\n")
end)

describe("bulk-videos", function()
    it("makes a video for each row, in the order of the rows", function()
        local run = recipe.run { words = words(2) }
        assert.are.equal(0, run.status)
        for index, row in ipairs(run.value) do
            local video = tavus.videos.get(row.video_id)
            assert.are.same({ ("guest %d"):format(index), ("Hello %d"):format(index), REPLICA },
                { video.video_name, video.data.script, video.replica_id })
            assert.are.same({
                name = video.video_name, video_id = video.video_id, status = "ready",
                hosted_url = video.hosted_url,
            }, row)
        end
        assert.are.same({ "guest 1", "guest 2" }, videos())
    end)

    it("fills its templates with the fields of a row", function()
        local rows = { { id = 7, name = "Ann" } }
        local run = recipe.run {
            params = {
                rows = rows, replica = REPLICA, name = "for {id}", script = "Hi {name}!", fast = true,
            },
        }
        assert.are.equal("for 7", run.value[1].name)
        assert.are.same(
            { replica_id = REPLICA, script = "Hi Ann!", video_name = "for 7", fast = true },
            run.requests[2].body)
    end)

    it("makes only what is missing when it runs again", function()
        local first = recipe.run { words = words(2) }
        local second = recipe.run { words = words(3) }
        assert.are.same({ "guest 3" }, creations(second))
        assert.are.same(first.value, { second.value[1], second.value[2] })
        assert.are.same({}, creations(recipe.run { words = words(3) }))
    end)

    it("makes those again that have failed", function()
        emulator.fail { next = "videos", reason = "no such voice" }
        local first = recipe.run { words = words(2, "--concurrency", "1") }
        assert.are.same({ "failed", "ready" }, statuses(first))
        local again = recipe.run { words = words(2) }
        assert.are.same({ "guest 1" }, creations(again))
        assert.are.same({ "ready", "ready" }, statuses(again))
    end)

    it("plans in a dry run what the run then does", function()
        local plan = recipe.run { words = words(3), dry_run = true }
        assert.are.same({}, creations(plan))
        assert.are.same({ ["videos.create"] = 3 }, plan.plan.counts)
        assert.is_true(plan.plan.complete)
        assert.are.same({ "planned", "planned", "planned" }, statuses(plan))
        local planned = {}
        for index, write in ipairs(plan.plan.writes) do planned[index] = write.body.video_name end
        table.sort(planned)
        assert.are.same({}, videos())
        assert.are.same(planned, creations(recipe.run { words = words(3) }))
    end)

    it("makes nothing when a later row is at fault", function()
        local function run(text)
            return recipe.run { words = { "--rows", scratch("bad.csv", text), "--replica", REPLICA } }
        end
        assert.are.equal('row 1 has no column "script", which "{script}" asks for',
            run("key\nann\n").error.message)
        assert.are.equal('rows 1 and 2 would both be named "ann"',
            run("key,script\nann,Hello\nann,Bye\n").error.message)
        assert.are.equal(65, run("key,script\nann,Hello,more\n").status)
        assert.are.equal(64, recipe.run { words = "--replica " .. REPLICA }.status)
        assert.are.same({}, emulator.requests())
    end)

    it("spends its budget exactly, and a larger one finishes the rows", function()
        local run = recipe.run { words = words(10, "--concurrency", "4"), budget = "videos=3" }
        assert.are.equal(6, run.status)
        assert.are.equal("budget_exceeded", run.error.code)
        assert.are.equal(3, #creations(run))
        for video in tavus.videos.each() do
            assert.matches(video.video_id .. "  ready  " .. video.video_name, run.output, 1, true)
        end
        local rest = recipe.run { words = words(10), budget = "videos=10" }
        assert.are.equal(7, #creations(rest))
        assert.are.equal(10, #videos())
        assert.is.unique(videos())
    end)

    it("ends without the right to make videos as a run without rights", function()
        local run = recipe.run { words = words(3), deny = "operations=videos.create" }
        assert.are.equal(5, run.status)
        assert.are.equal("permission_denied", run.error.code)
        assert.are.same({}, creations(run))
    end)

    for _, kind in ipairs { "close", "reset", "truncate", "garbage" } do
        it(("makes no second video when the answer is lost: %s"):format(kind), function()
            emulator.fault { operation = "videos.create", kind = kind, commit = true, times = 2 }
            local run = recipe.run { words = words(4) }
            assert.are.same({ "ready", "ready", "ready", "ready" }, statuses(run))
            assert.are.equal(4, #videos())
            assert.is.unique(videos())
        end)
    end

    it("sends no row again whose video nobody can find; the next run makes it", function()
        emulator.fault { operation = "videos.create", kind = "reset" }
        local run = recipe.run { words = words(2, "--concurrency", "1") }
        assert.are.same({ "connection_failed", "ready" }, statuses(run))
        assert.are.same({ "guest 1", "guest 2" }, creations(run))
        assert.are.same({ "guest 1" }, creations(recipe.run { words = words(2) }))
        assert.are.same({ "guest 1", "guest 2" }, videos())
    end)

    it("waits as long as the service asks, and makes each video once", function()
        emulator.fault { operation = "videos.create", kind = "status", status = 429, retry_after = 30 }
        local begun = os.time()
        assert.are.same({ "ready", "ready" }, statuses(recipe.run { words = words(2) }))
        assert.is_true(os.time() - begun >= 30)
        assert.are.same({ "guest 1", "guest 2" }, videos())
    end)

    it("goes on with the other rows when one is refused", function()
        emulator.fault {
            operation = "videos.create", kind = "status", status = 400, after = 1,
            body = { error = "no such script" },
        }
        local run = recipe.run { words = words(3, "--concurrency", "1") }
        assert.are.equal(0, run.status)
        assert.are.same({ "ready", "invalid_request", "ready" }, statuses(run))
        assert.are.same({ "guest 1", "guest 3" }, videos())
    end)

    it("waits while the replica trains, for as long as it is told to", function()
        emulator.seed { replicas = { {
            replica_id = "r000000000aa", replica_name = "New", status = "started",
            train_video_url = "https://example.com/train.mp4",
        } } }
        local function run(timeout)
            return recipe.run {
                words = { "--rows", file(1), "--replica", "r000000000aa", "--timeout", timeout },
            }
        end
        local begun = os.time()
        assert.are.same({ "timeout" }, statuses(run("10m")))
        assert.is_near(600, os.time() - begun, 1)
        assert.are.same({}, creations(run("5m")))
    end)

    it("makes 300 videos, a few at a time", function()
        local run = recipe.run { words = words(300, "--concurrency", "32", "--no-wait") }
        assert.are.equal(300, #creations(run))
        assert.is.unique(creations(run))
        assert.are.equal("guest 300", run.value[300].name)
        assert.are.same({}, creations(recipe.run { words = words(300, "--no-wait") }))
    end)

    it("gives an empty list for a file without rows", function()
        assert.are.equal("[]", require "json".encode(recipe.run { words = words(0) }.value))
    end)
end)
