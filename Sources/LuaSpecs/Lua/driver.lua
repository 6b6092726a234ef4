-- What the host runs for each test: makes the library's chunks modules, and does what was asked.
local library, text, path, request = ...

for name, source in pairs(library) do
    local module = name == "spec" and name or "spec." .. name
    package.preload[module] = function(...)
        return assert(load(source, "=[" .. module .. "]", "t"))(...)
    end
end

-- Where specs look for it that put messages of their own assertions there.
package.preload.say = function() return require "spec.say" end

-- Texts of errors may be any bytes, and the answer is JSON.
local function readable(value)
    if type(value) ~= "string" or utf8.len(value) then return value end
    return (value:gsub("[\x80-\xff]", function(byte) return ("\\x%02x"):format(byte:byte()) end))
end

-- A spec file may prepare the world for tests that do not stand in it, such as examples of a header.
local hooks = {}
function before_example(hook) hooks[#hooks + 1] = hook end -- luacheck: ignore 111

local spec = require "spec"
if request.mode == "collect" then
    local ok, found = pcall(spec.collect, text, path)
    if ok then return found end
    if type(found) ~= "table" then error(found, 0) end
    local trace = readable(found.trace)
    return {
        broken = { status = "error", message = readable(tostring(found)), line = found.line, trace = trace },
    }
end

local outcome
if request.mode == "extra" then
    spec.collect(text, path)
    package.preload["spec.example"] = function()
        return {
            argument = request.argument,
            prepare = function()
                for _, hook in ipairs(hooks) do
                    local why_not = hook(request.argument)
                    if why_not then return why_not end
                end
            end,
        }
    end
    outcome = spec.run(request.code, path, 1)
else
    outcome = spec.run(text, path, { name = request.name, nth = request.nth })
end
return {
    status = outcome.status, line = outcome.line,
    message = readable(outcome.message), trace = readable(outcome.trace),
}
