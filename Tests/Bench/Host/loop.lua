-- Work without the host: calls, tables, strings, coroutines.
local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end
local total = fib(25)
local list = {}
for i = 1, 200000 do list[i] = i * 2 end
for i = 1, #list do total = total + list[i] end
local parts = {}
for i = 1, 20000 do parts[#parts + 1] = ("%d:%s"):format(i, i % 3) end
local text = table.concat(parts, ",")
for word in text:gmatch("%d+:1") do total = total + #word end
return total
