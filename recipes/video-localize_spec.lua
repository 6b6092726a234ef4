local REPLICA = "r79e1c033f"
local THREE = "language,script,replica\nen,Hello,\nde,Hallo,\nfr,Bonjour,\n"

local function words(text, ...)
    return { "--rows", scratch("scripts.csv", text), "--title", "Welcome", "--replica", REPLICA, ... }
end

local function creations(run)
    local names = {}
    for _, request in ipairs(run.requests) do
        if request.operation == "videos.create" then names[#names + 1] = request.body.video_name end
    end
    table.sort(names)
    return names
end

local function videos()
    local names = {}
    for video in tavus.videos.each() do names[#names + 1] = video.video_name end
    table.sort(names)
    return names
end

local function statuses(run)
    local list = {}
    for _, row in ipairs(run.value) do list[row.language] = row.status end
    return list
end

before_example(function() scratch("scripts.csv", "language,script\nen,Hello\nde,Hallo\n") end)

describe("video-localize", function()
    it("makes a video for each language, in the order of the rows", function()
        local run = recipe.run { words = words(THREE) }
        assert.are.equal(3, #run.value)
        local scripts = { "Hello", "Hallo", "Bonjour" }
        for index, language in ipairs { "en", "de", "fr" } do
            local row = run.value[index]
            local video = tavus.videos.get(row.video_id)
            assert.are.same({ ("Welcome (%s)"):format(language), scripts[index], REPLICA },
                { video.video_name, video.data.script, video.replica_id })
            assert.are.same({
                language = language, status = "ready", video_id = video.video_id,
                hosted_url = video.hosted_url,
            }, row)
        end
    end)

    it("lets another face speak where the row names one", function()
        local stock = tavus.replicas.all { replica_type = "system" }
        local other = stock[1].replica_id ~= REPLICA and stock[1].replica_id or stock[2].replica_id
        local text = "language,script,replica\nen,Hello,\nde,Hallo," .. other .. "\n"
        local run = recipe.run { words = words(text) }
        assert.are.equal(REPLICA, tavus.videos.get(run.value[1].video_id).replica_id)
        assert.are.equal(other, tavus.videos.get(run.value[2].video_id).replica_id)
    end)

    it("makes only what is missing or has failed when it runs again", function()
        emulator.fail { next = "videos", reason = "no such voice" }
        recipe.run { words = words("language,script\nen,Hello\n") }
        recipe.run { words = words("language,script\nde,Hallo\n") }
        local again = recipe.run { words = words(THREE) }
        assert.are.same({ "Welcome (en)", "Welcome (fr)" }, creations(again))
        assert.are.same({ en = "ready", de = "ready", fr = "ready" }, statuses(again))
        assert.are.same({}, creations(recipe.run { words = words(THREE) }))
    end)

    it("plans in a dry run what the run then does", function()
        local plan = recipe.run { words = words(THREE), dry_run = true }
        assert.are.same({ ["videos.create"] = 3 }, plan.plan.counts)
        assert.is_true(plan.plan.complete)
        assert.are.same({ en = "planned", de = "planned", fr = "planned" }, statuses(plan))
        assert.are.same({}, videos())
        local planned = {}
        for index, write in ipairs(plan.plan.writes) do planned[index] = write.body.video_name end
        table.sort(planned)
        assert.are.same(planned, creations(recipe.run { words = words(THREE) }))
    end)

    it("asks nothing when a row is at fault", function()
        local cases = {
            ["language,text\nen,Hello\n"] = 65, ["language,script\nen,Hello,more\n"] = 65,
            ["language,script\nen,Hello\n,Hallo\n"] = "row 2 has no language",
            ["language,script\nen,\n"] = "row 1 has no script",
            ["language,script\nen,Hello\nde,Hallo\nen,Hi\n"] = "rows 1 and 3 are both for en",
        }
        for text, expected in pairs(cases) do
            local run = recipe.run { words = words(text) }
            assert.are.equal(expected, type(expected) == "number" and run.status or run.error.message)
        end
        local run = recipe.run { words = { "--rows", scratch("s.csv", THREE), "--title", "W" } }
        assert.are.equal("row 1 has no replica; give one to all with --replica", run.error.message)
        assert.are.equal(64, recipe.run { words = "--title W --replica " .. REPLICA }.status)
        assert.are.same({}, emulator.requests())
    end)

    for _, kind in ipairs { "reset", "garbage" } do
        it("makes no second video when the answer is lost: " .. kind, function()
            emulator.fault { operation = "videos.create", kind = kind, commit = true }
            local run = recipe.run { words = words(THREE) }
            assert.are.same({ en = "ready", de = "ready", fr = "ready" }, statuses(run))
            assert.are.same({ "Welcome (de)", "Welcome (en)", "Welcome (fr)" }, videos())
        end)
    end

    it("spends its budget exactly, and a larger one finishes the languages", function()
        local run = recipe.run { words = words(THREE), budget = "videos=2" }
        assert.are.same({ 6, "budget_exceeded" }, { run.status, run.error.code })
        assert.are.equal(2, #videos())
        for video in tavus.videos.each() do
            assert.matches(video.video_id .. "  ready", run.output, 1, true)
        end
        assert.are.equal(1, #creations(recipe.run { words = words(THREE), budget = "videos=3" }))
        assert.is.unique(videos())
    end)

    it("makes nothing without the right to", function()
        local run = recipe.run { words = words(THREE), deny = "operations=videos.create" }
        assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
        assert.are.same({}, creations(run))
    end)

    it("lists what did not become ready in time, and does not make it again", function()
        emulator.seed { replicas = { {
            replica_id = "r000000000aa", replica_name = "New", status = "started",
            train_video_url = "https://example.com/train.mp4",
        } } }
        local text = "language,script,replica\nen,Hello,\nde,Hallo,r000000000aa\n"
        local run = recipe.run { words = words(text, "--timeout", "20m") }
        assert.are.same({ en = "ready", de = "timeout" }, statuses(run))
        assert.are.same({}, creations(recipe.run { words = words(text, "--timeout", "1m") }))
    end)

    it("gives an empty list for a file without rows", function()
        assert.are.equal("[]", require "json".encode(recipe.run { words = words("language,script\n") }.value))
    end)
end)
