-- Interleaved rounds of the same calls on the host and on a C module; prints medians and ratios.
local host, c = require "host", require "binding"
local clock, unpack = os.clock, table.unpack

local function time(f, count, ...)
  local a, b = ...
  local start = clock()
  for _ = 1, count do f(a, b) end
  return (clock() - start) / count * 1e9
end

local function time_nothing(f, count)
  local start = clock()
  for _ = 1, count do f() end
  return (clock() - start) / count * 1e9
end

local function time_errors(f, count)
  local pcall = pcall
  local start = clock()
  for _ = 1, count do pcall(f) end
  return (clock() - start) / count * 1e9
end

local function median(list)
  table.sort(list)
  return list[(#list + 1) // 2]
end

local text = ("x"):rep(30)
local cases = {
  { "no arguments", host.nothing, c.nothing, 400000, time_nothing },
  { "two integers -> integer", host.add, c.add, 400000, time, 1, 2 },
  { "string -> string", host.echo, c.echo, 400000, time, text },
  { "raised error, pcall", host.fail, c.fail, 10000, time_errors },
}
for _, case in ipairs(cases) do
  local name, ours, theirs, count, measure = unpack(case, 1, 5)
  local mine, plain, ratios = {}, {}, {}
  for round = 1, 21 do
    mine[round] = measure(ours, count, unpack(case, 6))
    plain[round] = measure(theirs, count, unpack(case, 6))
    ratios[round] = mine[round] / plain[round]
  end
  print(("%-26s host %8.1f ns   C %8.1f ns   ratio %.2f"):format(
    name, median(mine), median(plain), median(ratios)))
end
