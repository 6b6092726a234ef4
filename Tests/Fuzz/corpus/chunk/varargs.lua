local function f(...) local a, b = ... return select("#", ...), ..., a, (...) end
local function tail(n, ...) if n == 0 then return ... end return tail(n - 1, n, ...) end
local t = {f(1, nil, 3), f(), [f(2)] = f, f(table.unpack({1, 2, 3}))}
function t.a(x) return x end function t:b() return self.a(self) end
return #t, select("#", tail(100)), t:b() == t, arg, ...
