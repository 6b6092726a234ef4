local DAY = 86400

local function ago(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - seconds) end

local function video(id, name, days)
    return {
        video_id = id, video_name = name, script = "Hello", replica_id = "r79e1c033f",
        created_at = ago(days * DAY),
    }
end

local function document(id, name, tags)
    return {
        document_id = id, document_name = name, tags = tags, created_at = ago(100 * DAY),
        document_url = ("https://example.com/%s.pdf"):format(id),
    }
end

local function deletions(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then list[#list + 1] = request.method .. " " .. request.path end
    end
    return list
end

local function ids(rows, field)
    local list = {}
    for index, row in ipairs(rows) do list[index] = row[field or "id"] end
    table.sort(list)
    return list
end

local function three()
    emulator.seed { videos = {
        video("v00000000a", "draft one", 40), video("v00000000b", "final", 90),
        video("v00000000c", "draft two", 10),
    } }
end

describe("cleanup-stale", function()
    it("deletes what is older than the age, the oldest first", function()
        three()
        local run = recipe.run { words = "--kind videos --older-than 30d" }
        assert.are.same({
            { id = "v00000000b", name = "final", days = 90 },
            { id = "v00000000a", name = "draft one", days = 40 },
        }, run.value)
        assert.are.same({ "DELETE /v2/videos/v00000000b", "DELETE /v2/videos/v00000000a" }, deletions(run))
        assert.are.same({ "v00000000c" }, ids(tavus.videos.all(), "video_id"))
    end)

    it("deletes nothing for good", function()
        three()
        recipe.run { words = "--kind videos --older-than 30d" }
        assert.are.equal("deleted", tavus.videos.get("v00000000b").status)
    end)

    it("knows the ids of each kind, and leaves stock and running records alone", function()
        local at = ago(40 * DAY)
        emulator.seed {
            replicas = { {
                replica_id = "r000000000aa", replica_name = "Me", created_at = at,
                train_video_url = "https://example.com/train.mp4",
            } },
            personas = { {
                persona_id = "p000000000aa", persona_name = "Mine", created_at = at,
                system_prompt = "Be kind.",
            } },
            conversations = {
                { conversation_id = "c0000000000a", persona_id = "p5317866", created_at = at },
                {
                    conversation_id = "c0000000000b", persona_id = "p5317866", created_at = at,
                    status = "active",
                },
            },
            documents = { document("d000000000aa", "draft", nil) },
        }
        local gone = {}
        for _, kind in ipairs { "replicas", "personas", "conversations", "documents" } do
            gone[kind] = ids(recipe.run { params = { kind = kind, older_than = 30 * DAY } }.value)
        end
        assert.are.same({
            replicas = { "r000000000aa" }, personas = { "p000000000aa" },
            conversations = { "c0000000000a" }, documents = { "d000000000aa" },
        }, gone)
    end)

    it("takes * in a name for anything, and all else as it is written", function()
        emulator.seed { videos = {
            video("v00000000a", "100% (a.b)", 40), video("v00000000b", "100% (aXb)", 40),
            video("v00000000c", "the 100% (a.b)", 40),
        } }
        local function matching(name)
            local fields = { kind = "videos", older_than = DAY, name = name }
            return ids(recipe.run { params = fields, dry_run = true }.value)
        end
        assert.are.same({ "v00000000a" }, matching "100% (a.b)")
        assert.are.same({ "v00000000a", "v00000000b" }, matching "100*")
        assert.are.same({ "v00000000a", "v00000000c" }, matching "*a.b)")
        assert.are.same({}, matching "")
    end)

    it("keeps documents with a tag to keep", function()
        emulator.seed { documents = {
            document("d000000000aa", "a", { "old", "handbook" }), document("d000000000bb", "b", { "old" }),
        } }
        local flags = "--kind documents --older-than 1d --keep-tag law --keep-tag handbook"
        local run = recipe.run { words = flags }
        assert.are.same({ "d000000000bb" }, ids(run.value))
    end)

    it("stops at its limit, and goes on from there when it runs again", function()
        three()
        local words = "--kind videos --older-than 1d --limit 2"
        local function run() return recipe.run { words = words } end
        assert.are.same({ "v00000000a", "v00000000b" }, ids(run().value))
        assert.are.same({ "v00000000c" }, ids(run().value))
        assert.are.equal("[]", require "json".encode(run().value))
    end)

    it("plans in a dry run what the run then does", function()
        three()
        local plan = recipe.run { words = "--kind videos --older-than 30d", dry_run = true }
        assert.are.same({}, deletions(plan))
        assert.are.equal(
            "would delete  v00000000b  final\nwould delete  v00000000a  draft one\n", plan.output)
        assert.are.equal(3, #tavus.videos.all())
        local planned = {}
        for index, write in ipairs(plan.plan.writes) do
            planned[index] = write.method .. " " .. write.path
        end
        local run = recipe.run { words = "--kind videos --older-than 30d" }
        assert.are.same(planned, deletions(run))
        assert.are.same(plan.value, run.value)
    end)

    it("tells what is gone when a later one cannot be deleted", function()
        three()
        emulator.fault { operation = "videos.delete", kind = "status", status = 403, after = 1 }
        local run = recipe.run { words = "--kind videos --older-than 1d" }
        assert.are.equal(403, run.error.status)
        assert.are.equal("deleted  v00000000b  final\n", run.output)
        assert.are.same({ "v00000000a", "v00000000c" }, ids(tavus.videos.all(), "video_id"))
    end)

    it("takes a deletion whose answer was lost for done", function()
        three()
        emulator.fault { operation = "videos.delete", kind = "reset", commit = true }
        local run = recipe.run { words = "--kind videos --older-than 1d" }
        assert.are.same({ 0, 3 }, { run.status, #run.value })
    end)

    it("deletes nothing without the right to, or without an age", function()
        three()
        for _, rights in ipairs { { no_delete = true }, { deny = "operations=videos.delete" } } do
            rights.words = "--kind videos --older-than 1d"
            local run = recipe.run(rights)
            assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
            assert.are.same({}, deletions(run))
        end
        for _, words in ipairs {
            "--kind videos", "--older-than 1d", "--kind pictures --older-than 1d",
            "--kind videos --older-than 59m", "--kind videos --older-than 1d --limit 0",
        } do
            local run = recipe.run { words = words }
            assert.are.same({ 64, 0 }, { run.status, #run.requests })
        end
        assert.are.equal(3, #tavus.videos.all())
    end)

    it("deletes 250 over several pages, each once", function()
        local rows = {}
        for index = 1, 250 do rows[index] = video(("v%09d"):format(index), "v", 40) end
        emulator.seed { videos = rows }
        local run = recipe.run { words = "--kind videos --older-than 30d --limit 1000" }
        assert.are.equal(250, #deletions(run))
        assert.is.unique(deletions(run))
        assert.are.same({}, tavus.videos.all())
    end)
end)
