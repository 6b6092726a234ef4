local TWO = "url,name\nhttps://example.com/a.pdf,A\nhttps://example.com/b.pdf,\n"

local function words(text, ...) return { "--rows", scratch("pages.csv", text), ... } end

local function creations(run)
    local urls = {}
    for _, request in ipairs(run.requests) do
        if request.operation == "documents.create" then urls[#urls + 1] = request.body.document_url end
    end
    table.sort(urls)
    return urls
end

local function stored()
    local urls = {}
    for document in tavus.documents.each() do urls[#urls + 1] = document.document_url end
    table.sort(urls)
    return urls
end

local function persona(ids)
    return tavus.personas.create {
        persona_name = "Reader", system_prompt = "Be kind.", document_ids = ids,
    }.persona_id
end

local function row_of(run, index)
    local document = tavus.documents.get(run.value[index].document_id)
    return { url = document.document_url, document_id = document.document_id, status = document.status }
end

before_example(function() scratch("pages.csv", TWO) end)

describe("knowledge-upload", function()
    it("adds each document, and waits until it is ready", function()
        local run = recipe.run { words = words(TWO, "--tags", "handbook,2026") }
        assert.are.same({ row_of(run, 1), row_of(run, 2) }, run.value)
        assert.are.equal("ready", run.value[2].status)
        local document = tavus.documents.get(run.value[1].document_id)
        assert.are.same({ "A", { "handbook", "2026" } }, { document.document_name, document.tags })
    end)

    it("uses what is there when it runs again", function()
        local first = recipe.run { words = words(TWO) }
        local again = recipe.run { words = words(TWO .. "https://example.com/c.pdf,C\n") }
        assert.are.same({ "https://example.com/c.pdf" }, creations(again))
        assert.are.same(first.value, { again.value[1], again.value[2] })
        assert.are.equal(3, #stored())
    end)

    it("gives the persona what is ready beside what it has, and changes it once", function()
        local old = tavus.documents.create { document_url = "https://example.com/old.pdf" }.document_id
        local id = persona { old }
        local text = TWO .. "https://example.com/emulator-fail.pdf,Bad\n"
        local run = recipe.run { words = words(text, "--persona", id) }
        assert.are.same({ old, run.value[1].document_id, run.value[2].document_id },
            tavus.personas.get(id).document_ids)
        assert.are.same({ "failed", "did not become ready: document_processing_failed" },
            { run.value[3].status, run.value[3].problem:match("did not .*failed") })
        for _, request in ipairs(recipe.run { words = words(TWO, "--persona", id) }.requests) do
            assert.are.equal("GET", request.method)
        end
    end)

    it("makes those again that have failed", function()
        emulator.fail { next = "documents", reason = "document_processing_failed" }
        local one = words("url\nhttps://example.com/a.pdf\n")
        assert.are.equal("failed", recipe.run { words = one }.value[1].status)
        local again = recipe.run { words = one }
        assert.are.same({ "https://example.com/a.pdf" }, creations(again))
        assert.are.equal("ready", again.value[1].status)
    end)

    it("plans in a dry run what the run then does", function()
        local id = persona()
        local plan = recipe.run { words = words(TWO, "--persona", id), dry_run = true }
        assert.is_true(plan.plan.complete)
        assert.are.same({ ["documents.create"] = 2, ["personas.patch"] = 1 }, plan.plan.counts)
        assert.are.same({ "planned", "planned" }, { plan.value[1].status, plan.value[2].status })
        assert.are.same({}, stored())
        local run = recipe.run { words = words(TWO, "--persona", id) }
        assert.are.same({ "https://example.com/a.pdf", "https://example.com/b.pdf" }, creations(run))
        assert.are.equal("personas.patch", run.requests[#run.requests].operation)
    end)

    for _, kind in ipairs { "reset", "garbage" } do
        it("makes no second document when the answer is lost: " .. kind, function()
            emulator.fault { operation = "documents.create", kind = kind, commit = true }
            local run = recipe.run { words = words(TWO) }
            assert.are.same({ "ready", "ready" }, { run.value[1].status, run.value[2].status })
            assert.are.same({ "https://example.com/a.pdf", "https://example.com/b.pdf" }, stored())
        end)
    end

    it("asks nothing when a row is at fault", function()
        local cases = {
            ["address\nx\n"] = 65, ["url\nx,y\n"] = 65, ["url,name\nx,\n,B\n"] = "row 2 has no url",
            ["url\nx\ny\nx\n"] = "rows 1 and 3 have the same url, x",
        }
        for text, expected in pairs(cases) do
            local run = recipe.run { words = words(text) }
            assert.are.equal(expected, type(expected) == "number" and run.status or run.error.message)
        end
        assert.are.equal(64, recipe.run { words = "--tags x" }.status)
        assert.are.same({}, emulator.requests())
    end)

    it("adds nothing for a persona that is not there", function()
        local run = recipe.run { words = words(TWO, "--persona", "p0000000") }
        assert.are.equal("not_found", run.error.code)
        assert.are.same({}, stored())
    end)

    it("spends its budget exactly, and a larger one finishes the rows", function()
        local lines = { "url" }
        for index = 1, 6 do lines[#lines + 1] = ("https://example.com/%d.pdf"):format(index) end
        local text = table.concat(lines, "\n") .. "\n"
        local run = recipe.run { words = words(text), budget = "documents=2" }
        assert.are.same({ 6, "budget_exceeded" }, { run.status, run.error.code })
        assert.are.equal(2, #stored())
        for _, url in ipairs(stored()) do assert.matches("  ready  " .. url, run.output, 1, true) end
        assert.are.equal(4, #creations(recipe.run { words = words(text), budget = "documents=4" }))
        assert.is.unique(stored())
    end)

    it("adds nothing without the right to, and changes no persona", function()
        local id = persona()
        local flags = words(TWO, "--persona", id)
        local run = recipe.run { words = flags, deny = "operations=documents.create" }
        assert.are.same({ 5, "permission_denied" }, { run.status, run.error.code })
        assert.are.same({}, creations(run))
        local unchanged = recipe.run { words = flags, deny = "operations=personas.patch" }
        assert.are.same({ 5, 2 }, { unchanged.status, #creations(unchanged) })
        recipe.run { words = flags }
        assert.are.equal(2, #tavus.personas.get(id).document_ids)
    end)

    it("gives an empty list for a file without rows", function()
        assert.are.equal("[]", require "json".encode(recipe.run { words = words("url\n") }.value))
    end)
end)
