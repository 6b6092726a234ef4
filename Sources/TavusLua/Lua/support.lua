-- What the other files of this module share: errors, durations, nearest names.
-- They are handed over in `host`, the table of the host's functions, which scripts never see.
local _, host = ...

-- Raises an error object. `fields` has at least `code` and `message`.
function host.raise(fields)
    host.fail(fields)
end

function host.invalid(operation, message)
    host.fail { code = "invalid_argument", operation = operation, message = message, outcome = "not_sent" }
end

-- What pcall(host.f, …) gave. A table that cannot be JSON is refused on its way out of Lua, in words
-- about the host's function; the script's author knows the operation.
function host.answer(operation, ok, ...)
    if ok then return ... end
    local problem = ...
    local inner = type(problem) == "string"
        and problem:match("bad argument #%d+ to '[%w_?]+' %((.*)%)$")
    if inner then host.invalid(operation, inner) end
    error(problem, 0)
end

local SECONDS = { ms = 0.001, s = 1, m = 60, h = 3600, d = 86400 }

-- 90, "90s", "45m", "6h", "2d", "1h30m" -> seconds
function host.seconds(value, operation, name)
    if math.type(value) and value >= 0 and value < math.huge then return value end
    if type(value) == "string" then
        if tonumber(value) and tonumber(value) >= 0 then return tonumber(value) end
        local total, rest = 0, value
        while rest ~= "" do
            local amount, unit, tail = rest:match("^(%d+%.?%d*)(%a+)(.*)$")
            if not (amount and SECONDS[unit]) then total = nil break end
            total, rest = total + tonumber(amount) * SECONDS[unit], tail
        end
        if total and value ~= "" then return total end
    end
    host.invalid(operation, ("%s: expected seconds or text such as \"90s\", \"45m\" or \"6h\", got %s")
        :format(name, type(value) == "string" and ("%q"):format(value) or tostring(value)))
end

-- An `__index` that explains a name that is not there.
function host.missing(prefix, what)
    return function(self, key)
        if type(key) ~= "string" then return nil end
        local names = {}
        for name in next, self do
            if type(name) == "string" then names[#names + 1] = name end
        end
        local near = host.nearest(key, names)
        host.invalid(nil, ("%s%s: there is no such %s.%s"):format(prefix, key, what,
            near and (" Did you mean \"%s\"?"):format(near) or " help() lists them."))
    end
end

-- Copies the members of `fields`, so that what the caller passed is never changed.
function host.copy(fields)
    local copied = {}
    for key, value in next, fields or {} do copied[key] = value end
    return copied
end

-- Further fields of `tavus`, brought by other rooms: host.extend("emulator", { … })
host.extensions = {}
function host.extend(name, extension) host.extensions[name] = extension end
