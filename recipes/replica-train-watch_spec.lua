local URL = "https://example.com/train.mp4"
local HOUR = 3600

local function ago(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - seconds) end

local function seed(status, age)
    emulator.seed { replicas = { {
        replica_id = "r000000000aa", replica_name = "Rio", train_video_url = URL, status = status,
        created_at = ago(age or 0),
    } } }
end

local function creations(run)
    local list = {}
    for _, request in ipairs(run.requests) do
        if request.method ~= "GET" then list[#list + 1] = request.body end
    end
    return list
end

local function mine()
    return #tavus.replicas.all { replica_type = "user" }
end

describe("replica-train-watch", function()
    it("trains a replica, and tells after hours what became of it", function()
        local begun = os.time()
        local run = recipe.run {
            words = {
                "--train-url", URL, "--consent-url", "https://example.com/consent.mp4",
                "--name", "Rio, autumn",
            },
        }
        local replica = tavus.replicas.all { replica_type = "user" }[1]
        local minutes = (os.time() - begun) // 60
        assert.are.same(
            { replica_id = replica.replica_id, status = "completed", minutes = minutes }, run.value)
        assert.is_true(minutes >= 60)
        assert.is_true(#run.requests < 1.5 * minutes)
        assert.are.same({
            {
                train_video_url = URL, consent_video_url = "https://example.com/consent.mp4",
                replica_name = "Rio, autumn",
            },
        }, creations(run))
    end)

    it("watches one that is training, and makes none", function()
        seed(nil, 3 * HOUR)
        local run = recipe.run { words = "--replica r000000000aa" }
        assert.are.same({}, creations(run))
        assert.are.equal("completed", run.value.status)
        assert.are.equal((os.time() - tavus.timestamp(tavus.replicas.get("r000000000aa").created_at)) // 60,
            run.value.minutes)
    end)

    it("says nothing of minutes where the training was over before", function()
        seed("completed", 400 * 24 * HOUR)
        assert.are.same({ replica_id = "r000000000aa", status = "completed" },
            recipe.run { words = "--replica r000000000aa" }.value)
    end)

    it("fails with the reason of the service", function()
        local run = recipe.run { params = { train_url = "https://example.com/emulator-fail.mp4" } }
        assert.are.same({ 1, "failed" }, { run.status, run.error.code })
        assert.matches("Training failed, as emulator-fail in the training URL", run.error.message, 1, true)
        seed("error")
        assert.are.equal("failed", recipe.run { words = "--replica r000000000aa" }.error.code)
    end)

    it("goes on watching when the service fails for a while", function()
        seed(nil, 3 * HOUR)
        emulator.fault { operation = "replicas.get", kind = "status", status = 503, after = 5, times = 2 }
        emulator.fault { operation = "replicas.get", kind = "reset", after = 12 }
        assert.are.equal("completed", recipe.run { words = "--replica r000000000aa" }.value.status)
    end)

    it("ends with 8 when it takes longer than it may", function()
        seed("started")
        local begun = os.time()
        local run = recipe.run { words = "--replica r000000000aa --timeout 2h" }
        assert.are.same({ 8, "timeout" }, { run.status, run.error.code })
        assert.is_near(2 * HOUR, os.time() - begun, 2)
    end)

    it("trains one replica, whatever becomes of the answer", function()
        emulator.fault { operation = "replicas.create", kind = "reset", commit = true }
        local run = recipe.run { params = { train_url = URL } }
        assert.are.same({ 10, "unknown" }, { run.status, run.error.outcome })
        assert.are.equal(1, mine())
        emulator.fault { operation = "replicas.create", kind = "status", status = 500 }
        assert.are.equal(10, recipe.run { params = { train_url = URL } }.status)
        assert.are.equal(1, mine())
    end)

    it("plans one replica in a dry run", function()
        local run = recipe.run { params = { train_url = URL }, dry_run = true }
        assert.is_true(run.ok and run.plan.complete)
        assert.are.same({ ["replicas.create"] = 1 }, run.plan.counts)
        assert.are.same({ replica_id = "<replica_id#1>", status = "planned" }, run.value)
        assert.are.same({}, emulator.requests())
    end)

    it("asks nothing without one of the two, without rights, or beyond its budget", function()
        local cases = {
            [""] = "give --train-url to train a new replica, or --replica to watch one",
            ["--replica r79e1c033f --train-url " .. URL] =
                "--train-url makes a new replica and --replica watches one: give one of them",
        }
        for words, message in pairs(cases) do
            assert.are.equal(message, recipe.run { words = words }.error.message)
        end
        assert.are.equal(64, recipe.run { words = "--train-url train.mp4" }.status)
        local params = { train_url = URL }
        assert.are.equal(5, recipe.run { params = params, deny = "operations=replicas.create" }.status)
        assert.are.equal(6, recipe.run { params = params, budget = "replicas=0" }.status)
        assert.are.same({}, emulator.requests())
    end)
end)
