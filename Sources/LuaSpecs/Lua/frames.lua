-- Where a spec is, among the frames of this library: positions, and traces that show only what its author wrote.
local frames = {}

local getinfo = debug and debug.getinfo

-- Sources of chunks that no message and no trace names.
local hidden = {}

-- Deeper stacks are runaway recursion, whose frames are all alike; and each level costs more than the one before.
local MOST_LEVELS = 200
local LONGEST_TRACE = 24

-- Called by each file of this library for itself.
function frames.hide()
    if getinfo then hidden[getinfo(2, "S").source] = true end
end

-- The host's own chunks have names in brackets.
local function is_shown(info)
    return info.what ~= "C" and info.currentline > 0 and not hidden[info.source]
        and info.source:sub(1, 2) ~= "=["
end

-- The innermost frame of the chunk `source`, or without one, and where there is none, of any that is shown; nil
-- where `debug.getinfo` is withheld.
function frames.place(source)
    local innermost
    for level = 2, MOST_LEVELS do
        local info = getinfo and getinfo(level, "Sl")
        if not info then break end
        if is_shown(info) then
            if source == nil or info.source == source then return info end
            innermost = innermost or info
        end
    end
    return innermost
end

-- A place, or the innermost, as text in front of a message: `path:line: `, or nothing.
function frames.position(place)
    local info = place or frames.place()
    return info and ("%s:%d: "):format(info.short_src, info.currentline) or ""
end

local function named(info)
    if info.what == "main" then return "in the file" end
    if info.name then return ("in '%s'"):format(info.name) end
    return ("in the function at line %d"):format(info.linedefined)
end

-- The frames from the caller outward to `frames.catch`, each kind of neighbours once, and the first line among
-- them that is in `source`.
local function stack(source)
    local lines, line = {}, nil
    for level = 3, MOST_LEVELS do
        local info = getinfo and getinfo(level, "Slnf")
        if not info or info.func == frames.catch or #lines == LONGEST_TRACE then break end
        if is_shown(info) then
            local text = ("%s:%d: %s"):format(info.short_src, info.currentline, named(info))
            if text ~= lines[#lines] then lines[#lines + 1] = text end
            if info.source == source then line = line or info.currentline end
        end
    end
    return #lines > 0 and table.concat(lines, "\n") or nil, line
end

-- Calls `body`. Returns nothing when it returned, or else what it raised:
-- `{ value =, trace =, line = }`, with the line in the chunk `source` at which the error passed it.
function frames.catch(source, body, ...)
    local problem
    local ok, raised = xpcall(body, function(value)
        local trace, line = stack(source)
        problem = { value = value, trace = trace, line = line }
        return value
    end, ...)
    if ok then return nil end
    -- Without a handler's record, as after an error within the handler, the value itself is known still.
    return problem or { value = raised }
end

frames.hide()
return frames
