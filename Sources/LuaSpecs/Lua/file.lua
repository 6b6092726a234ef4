-- One spec file: its blocks and tests, found by running the bodies of blocks, outermost first, each block with
-- all that is in it before the next one begins.
local frames = require "spec.frames"
local outcomes = require "spec.outcomes"
local Scopes = require "spec.scopes"

frames.hide()

local File = {}
File.__index = File

-- Words that open a block, and how far out its globals go.
local BLOCKS = { describe = 0, context = 0, insulate = 0, expose = 2 }
local TESTS = { it = "it", spec = "spec", test = "test", pending = "pending" }
-- Words that add a hook, and the list it goes to.
local HOOKS = {
    before_each = "before_each", after_each = "after_each",
    setup = "setup", strict_setup = "setup", lazy_setup = "lazy_setup",
    teardown = "teardown", strict_teardown = "teardown", lazy_teardown = "lazy_teardown",
}

local function raise(text, ...)
    error(frames.position() .. text:format(...), 0)
end

-- Registering words take a name and a function, either one first missing: `it(name, fn)`, `it(fn)`,
-- `it "name" (fn)`.
function File:word(name, add)
    return function(label, body)
        local parent = self:place_for(name)
        local place = frames.place(self.source)
        local line = place and place.currentline
        local function finish(chunk)
            if type(chunk) ~= "function" and not (getmetatable(chunk) or {}).__call then
                raise("%s takes a name and a function, found %s", name, type(chunk))
            end
            add(parent, label == nil and name or tostring(label), chunk, line)
        end
        if body == nil and type(label) == "function" then
            body, label = label, nil
        end
        if body == nil then return finish end
        finish(body)
    end
end

local function new_block(parent, kind, name, body, scope)
    return {
        parent = parent, kind = kind, name = name, body = body, scope = scope, children = {}, hooks = {},
    }
end

-- Where words register now; an error within tests and hooks, which run when all is registered.
function File:place_for(name)
    if not self.open then
        raise("%s cannot be called in a test or a hook; it belongs into the file or a describe block", name)
    end
    return self.open
end

function File:define_words(words)
    for name, levels in pairs(BLOCKS) do
        words[name] = self:word(name, function(parent, label, body)
            local scope = self.scopes:within(parent.scope, levels)
            table.insert(parent.children, new_block(parent, name, label, body, scope))
        end)
    end
    for name in pairs(TESTS) do
        words[name] = self:word(name, function(parent, label, body, line)
            table.insert(parent.children,
                { parent = parent, name = label, body = body, line = line, is_pending = name == "pending" })
        end)
    end
    for name, list in pairs(HOOKS) do
        words[name] = self:word(name, function(parent, _, body)
            local hooks = parent.hooks
            hooks[list] = hooks[list] or {}
            table.insert(hooks[list], { body = body, name = name })
        end)
    end
    local add_pending = words.pending
    -- `pending "why"` alone is a test that waits to be written.
    function words.pending(label, body)
        return add_pending(label, body or type(label) ~= "function" and function() end or nil)
    end
    function words.finally() raise("finally belongs into a test") end
    function words.randomize() self:place_for "randomize" end
end

-- Compiles the text. `words` are more globals of the file, `globals` those of the state.
function File.load(text, path, words, globals)
    local file = setmetatable({ path = path, source = "@" .. path }, File)
    local all = {}
    for name, value in pairs(words) do all[name] = value end
    file:define_words(all)
    file.scopes = Scopes.new(globals, all)
    local chunk, problem = load(text, file.source, "t", file.scopes.environment)
    if not chunk then error(outcomes.broken({ value = problem }, path), 0) end
    file.root = new_block(nil, "file", nil, function() return chunk(path) end, file.scopes:within())
    return file
end

local function copied(globals)
    local copy = {}
    for key, value in next, globals do copy[key] = value end
    return copy
end

local function restore(globals, copy)
    for key in next, globals do
        if copy[key] == nil then globals[key] = nil end
    end
    for key, value in next, copy do rawset(globals, key, value) end
end

-- What `insulate` gives back at its end: globals and loaded modules.
function File:remember()
    local globals, loaded = self.scopes.globals, package and package.loaded
    local meta = getmetatable(globals)
    local old_globals, old_loaded = copied(globals), loaded and copied(loaded)
    return function()
        if type(meta) == "table" or meta == nil then setmetatable(globals, meta) end
        restore(globals, old_globals)
        if loaded then restore(loaded, old_loaded) end
    end
end

-- Runs the body of a block.
function File:open_block(block)
    local outer = self.open
    self.open = block
    local problem = self.scopes:enter(block.scope, self.source, block.body)
    self.open = outer
    if problem then error(outcomes.broken(problem, self.path), 0) end
end

-- Visits the tests of a block in their order, until `visit` returns true.
function File:walk(visit, block)
    block = block or self.root
    block.give_back = block.kind == "insulate" and self:remember()
    self:open_block(block)
    local is_done = false
    for _, child in ipairs(block.children) do
        if child.children then is_done = self:walk(visit, child) else is_done = visit(child) end
        if is_done then break end
    end
    if block.give_back then block.give_back() end
    -- What `expose` leaves behind, an `insulate` around it does not take away.
    if block.kind == "expose" and block.parent.give_back then block.parent.give_back = self:remember() end
    return is_done
end

return File
