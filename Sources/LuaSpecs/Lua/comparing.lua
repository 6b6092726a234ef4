-- Equality by contents, as `same` and the arguments of spies mean it; and copies to compare with later.
require("spec.frames").hide()
local showing = require "spec.showing"

local comparing = {}

local getmetatable = debug and debug.getmetatable or getmetatable

local function shared_eq(a, b)
    local meta = getmetatable(a)
    return type(meta) == "table" and meta == getmetatable(b) and meta.__eq ~= nil
end

-- Whether this pair was met before, further out or earlier: then it is equal unless something else differs.
-- This ends cycles, and compares shared parts once.
local function was_met(met, a, b)
    if not met[a] then met[a] = {} end
    if met[a][b] then return true end
    met[a][b] = true
    return false
end

local compare

-- The keys of a table: in order where a path is wanted, so that the first difference is the same each time.
local function keys(subject, path)
    if not path then return next, subject end
    local sorted = showing.keys(subject)
    local index = 0
    return function()
        index = index + 1
        return sorted[index]
    end
end

local function compare_entries(a, b, met, path)
    for key in keys(a, path) do
        local other = b[key]
        if path then path[#path + 1] = key end
        if other == nil or not compare(a[key], other, false, met, path) then return false end
        if path then path[#path] = nil end
    end
    for key in keys(b, path) do
        if a[key] == nil then
            if path then path[#path + 1] = key end
            return false
        end
    end
    return true
end

-- Metatables are not compared. `__eq` that both share decides below the outermost level; there it would
-- keep `same` from ever looking inside.
function compare(a, b, is_outermost, met, path)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b end
    if shared_eq(a, b) then
        if not is_outermost then return a == b end
    elseif rawequal(a, b) then
        return true
    end
    return was_met(met, a, b) or compare_entries(a, b, met, path)
end

-- Whether `a` and `b` have the same contents; else also the keys from the outside in to the first difference.
-- `sees_through` looks into the outermost tables even where they share an `__eq`.
function comparing.same(a, b, sees_through)
    if compare(a, b, sees_through, {}) then return true end
    local path = {}
    compare(a, b, sees_through, {}, path)
    return false, path
end

-- A deep copy with the same metatables. `keeps` says which values are taken as they are.
function comparing.copy(value, keeps, copies)
    if type(value) ~= "table" or keeps(value) then return value end
    copies = copies or {}
    if copies[value] then return copies[value] end
    local copy = {}
    copies[value] = copy
    for key, entry in next, value do copy[key] = comparing.copy(entry, keeps, copies) end
    local meta = getmetatable(value)
    if type(meta) == "table" then (debug and debug.setmetatable or setmetatable)(copy, meta) end
    return copy
end

return comparing
