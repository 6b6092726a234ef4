-- Runs a recipe: compiles its text, calls the function that it returns with `args` and `ctx`, and
-- returns what that returns. Its arguments are the text, and a table of what else the host knows.

local text, start = ...
local host = require "recipe.host"
local find_module, compile = require, load
local environment = _ENV

-- A table that shows others without letting them be changed. What is not there is an error that
-- names the nearest, so that `args.oder_than` is no silent nil.
local function read_only(what, values, names)
    local known = {}
    for _, name in ipairs(names) do known[name] = true end
    return setmetatable({}, {
        __index = function(_, key)
            local value = values[key]
            if value == nil and not known[key] then
                error(host.unknown(what, tostring(key), names), 2)
            end
            return value
        end,
        __newindex = function(_, key)
            error(("%s is read-only: %s cannot be set"):format(what, tostring(key)), 2)
        end,
        __pairs = function()
            -- Not `next, values`: that would hand out the table itself.
            local key
            return function()
                local value
                key, value = next(values, key)
                return key, value
            end
        end,
        __len = function() return #values end,
        __metatable = false,
        __name = what,
    })
end

local loaded = {}

-- `lib.…` is a file beneath the recipe's own folder, `recipe:…` another recipe; the rest is the host's.
local function require_for_recipe(name)
    if type(name) ~= "string" or not (name:find("^lib%.") or name:find("^recipe:")) then
        return find_module(name)
    end
    if loaded[name] ~= nil then return loaded[name] end
    local value
    if name:find("^recipe:") then
        local manifest = host.dependency(name:sub(8))
        value = setmetatable({ manifest = manifest }, {
            __call = function(_, values) return host.call(manifest.name, values or {}) end,
        })
    else
        local library, path = host.library(name)
        local chunk, problem = compile(library, "@" .. path, "t", environment)
        if not chunk then error(problem, 0) end
        value = chunk(name, path)
        if value == nil then value = true end
    end
    loaded[name] = value
    return value
end
require = require_for_recipe -- luacheck: ignore 121

local chunk, problem = compile(text, "@" .. start.path, "t", environment)
if not chunk then error(problem, 0) end
local main = chunk()
if type(main) ~= "function" then
    error(("%s: a recipe returns function(args, ctx) … end, and this one returned a %s"):format(
        start.path, type(main)), 0)
end

local context = {
    recipe = read_only("ctx.recipe", start.recipe, { "name", "version" }),
    dry_run = start.dry_run,
    output = start.output,
    permissions = read_only("ctx.permissions", { query = host.query, drop = host.drop }, {}),
}
return main(
    read_only("args", start.args, start.parameters),
    read_only("ctx", context, { "recipe", "dry_run", "output", "permissions" }))
