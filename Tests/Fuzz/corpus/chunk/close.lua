local log = {}
local function guard(name) return setmetatable({}, {__close = function(_, e) log[#log + 1] = name .. tostring(e) end}) end
print(pcall(function() local a <close> = guard "a" local b <const> = 1 do local c <close> = guard "c" error("e", 0) end end))
for k, v in next, {1}, nil, guard "for" do break end
return table.concat(log, ",")
