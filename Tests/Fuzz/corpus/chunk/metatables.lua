local mt = {} mt.__index = function(t, k) return k end
for _, n in ipairs{"add", "sub", "mul", "unm", "concat", "band", "shl", "idiv"} do mt["__" .. n] = function(a, b) return n end end
mt.__eq = function() return true end mt.__lt = function() return false end mt.__le = mt.__lt mt.__len = function() return 3 end
mt.__call = function(self, ...) return select("#", ...) end mt.__newindex = rawset mt.__gc = function(o) o.dead = true end mt.__mode = "kv"
local a, b = setmetatable({}, mt), setmetatable({}, mt)
a.x = 1 a = nil collectgarbage() collectgarbage("step") collectgarbage("generational") collectgarbage("incremental")
local c = setmetatable({}, mt)
return c + 1, 1 - c, -c, c .. "", c & 1, c == b, c < b, #c, c(1, 2), c[1], rawlen(c), rawequal(c, b)
