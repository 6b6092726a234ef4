local list = {}
for i = 1, 5 do local n = i list[i] = function(d) n = n + d return n end end
local a, b = list[1](2), list[5](-1)
return a // 2, b % 3, a << 2 | b ~ 1, not a == b, #list .. "x"
