-- Lists of arguments and results as spies keep them: as they were at the time, whatever becomes of the tables in
-- them; and how they compare with what a test expects.
local frames = require "spec.frames"
local comparing = require "spec.comparing"
local match = require "spec.match"

frames.hide()

local recorded = {}

-- The metatable of spies, told here so that copies leave spies as they are.
recorded.Spy = { __name = "spy" }

function recorded.is_spy(value)
    return type(value) == "table" and getmetatable(value) == recorded.Spy
end

local function keeps(value)
    return recorded.is_spy(value) or match.is_matcher(value)
end

-- `{ vals =, refs = }`: copies of the arguments, and the arguments themselves.
function recorded.keep(arguments)
    local vals = setmetatable({ n = arguments.n }, getmetatable(arguments))
    for index = 1, arguments.n do vals[index] = comparing.copy(arguments[index], keeps) end
    return { vals = vals, refs = arguments }
end

-- Whether these values are what was expected, each by contents or by a matcher. `refs` are the values themselves,
-- which `match.ref` asks for.
function recorded.agree(vals, refs, expected)
    local count = expected.n or #expected
    if vals.n ~= count then return false end
    for index = 1, count do
        local wanted = expected[index]
        if match.is_matcher(wanted) then
            if not wanted(match.is_ref_matcher(wanted) and refs[index] or vals[index]) then return false end
        elseif not comparing.same(vals[index], wanted) then
            return false
        end
    end
    return true
end

-- Whether one of the records agrees, and it, the last that does; else the last of all.
function recorded.find(records, expected)
    for index = #records, 1, -1 do
        local record = records[index]
        if recorded.agree(record.vals, record.refs, expected) then return true, record.vals end
    end
    local last = records[#records]
    return false, last and last.vals
end

return recorded
