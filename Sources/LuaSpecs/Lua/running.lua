-- Runs one test with all that belongs to it, and says how it ended.
local frames = require "spec.frames"
local outcomes = require "spec.outcomes"

frames.hide()

local Run = {}
Run.__index = Run

-- The blocks around a test, from the file inward.
local function around(test)
    local chain, block = {}, test.parent
    while block do
        table.insert(chain, 1, block)
        block = block.parent
    end
    return chain
end

function Run:note(place, problem)
    if problem then table.insert(self.problems, { place = place, problem = problem }) end
end

-- Hooks of one kind in one block: all of them run, whatever one of them raises. Returns whether all were well.
function Run:hooks(kind, block)
    local count = #self.problems
    for _, hook in ipairs(block.hooks[kind] or {}) do
        local scope = self.file.scopes:within(block.scope, 1)
        scope.values.pending = self.refuse_pending
        self:note(hook.name, self.file.scopes:enter(scope, self.file.source, hook.body))
    end
    return #self.problems == count
end

-- The same in blocks from the outermost inward. Where one fails, those within are left out; returns how many
-- blocks were entered, and whether all were well.
function Run:inward(kind, chain)
    for index, block in ipairs(chain) do
        if not self:hooks(kind, block) then return index, false end
    end
    return #chain, true
end

function Run:outward(chain, from, ...)
    for index = from, 1, -1 do
        for _, kind in ipairs { ... } do self:hooks(kind, chain[index]) end
    end
end

function Run:body(test)
    local scopes, finally = self.file.scopes, nil
    local scope = scopes:within(test.parent.scope)
    function scope.values.finally(body) finally = body end
    scope.values.pending = outcomes.pend
    self:note("it", scopes:enter(scope, self.file.source, test.body))
    if finally then
        scope.values.pending = self.refuse_pending
        self:note("finally", scopes:enter(scope, self.file.source, finally))
    end
end

function Run:each(test, chain)
    local entered, is_well = self:inward("before_each", chain)
    if is_well then self:body(test) end
    self:outward(chain, entered, "after_each")
end

-- Strict setups come before lazy ones, as they would at the start of their blocks. What was entered is left
-- again; a lazy teardown belongs to a lazy setup that began.
function Run:all(test)
    local chain = around(test)
    local entered, is_well = self:inward("setup", chain)
    local lazily = 0
    if is_well then
        lazily, is_well = self:inward("lazy_setup", chain)
        if is_well then self:each(test, chain) end
    end
    for index = entered, 1, -1 do
        if index <= lazily then self:hooks("lazy_teardown", chain[index]) end
        self:hooks("teardown", chain[index])
    end
end

-- Only the test itself can fail or wait; whatever goes wrong around it is an error.
local function status(entry)
    local kind = outcomes.status(entry.problem.value)
    return entry.place == "it" and kind or "error"
end

function Run:result()
    local first, rest = self.problems[1], 2
    if not first then return { status = "success" } end
    if status(first) == "pending" and self.problems[2] then first, rest = self.problems[2], 3 end
    local path = self.file.path
    local text, line = outcomes.describe(first.problem, path)
    local parts = { first.place == "it" and text or ("in %s: %s"):format(first.place, text) }
    for index = rest, #self.problems do
        local entry = self.problems[index]
        local more, at = outcomes.describe(entry.problem, path)
        local where = at and (", line %d"):format(at) or ""
        parts[#parts + 1] = ("Then, in %s%s: %s"):format(entry.place, where, more)
    end
    local kind = status(first)
    local message = table.concat(parts, "\n\n")
    return {
        status = kind,
        message = message ~= "" and message or nil,
        trace = kind ~= "pending" and first.problem.trace or nil,
        line = line,
    }
end

local running = {}

-- How `test` of `file` ended: `{ status =, message =, trace =, line = }`.
function running.run(file, test)
    if test.is_pending then return { status = "pending", line = test.line } end
    local run = setmetatable({ file = file, problems = {} }, Run)
    function run.refuse_pending()
        error(frames.position() .. "pending belongs into a test, or into a describe block", 0)
    end
    run:all(test)
    return run:result()
end

return running
