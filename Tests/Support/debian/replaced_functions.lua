-- The functions that tavlua replaces, with arguments good and bad: same results, same messages.
local original_pcall = pcall

local function show(name, ...)
  local shown = table.pack(...)
  for i = 1, shown.n do shown[i] = tostring(shown[i]) end
  print(name, shown.n, table.unpack(shown, 1, shown.n))
end

local callable = setmetatable({}, { __call = function(_, ...) return "called", ... end })
local function values()
  return {
    n = 13, nil, true, 1, 1.5, "x", {}, type, function() end, callable,
    coroutine.create(function() end),
    coroutine.create(function(...) coroutine.yield(...) error("raised") end), "1", "bt",
  }
end

-- Called from Lua, so that messages name a line; nil would read standard input or a file "1".
local functions = {
  { "pcall", function(...) return pcall(...) end },
  { "xpcall", function(...) return xpcall(...) end },
  { "load", function(...) return load(...) end },
  { "loadfile", function(a, ...) if a then return loadfile(a, ...) end end },
  { "dofile", function(a, ...) if a then return dofile(a, ...) end end },
  { "create", function(...) return coroutine.create(...) end },
  { "wrap", function(...) return coroutine.wrap(...) end },
  { "resume", function(...) return coroutine.resume(...) end },
  { "status", function(...) return coroutine.status(...) end },
  { "isyieldable", function(...) return coroutine.isyieldable(...) end },
  { "running", function(...) return coroutine.running(...) end },
  { "close", function(...) return coroutine.close(...) end },
  { "yield", function(...) local _ = coroutine.yield(...) end },
  { "exit", function(a) if type(a) == "table" then os.exit(a) end end },
  { "require", function(...) return require(...) end },
}
for _, entry in ipairs(functions) do
  local name, f = entry[1], entry[2]
  show(name, original_pcall(f))
  for i = 1, values().n do
    show(name .. " " .. i, original_pcall(f, values()[i]))
    for j = 1, values().n do
      local now = values()
      show(name .. " " .. i .. " " .. j, original_pcall(f, now[i], now[j]))
      show(name .. " " .. i .. " 8 " .. j, original_pcall(f, now[i], now[8], now[j]))
    end
  end
end

-- Errors, their places, and handlers.
local function deep(n) if n == 0 then error("deep") end local result = deep(n - 1) return result end
show("traceback", xpcall(deep, debug.traceback, 3))
show("handler level", xpcall(deep, function() return debug.getinfo(2, "l").currentline end, 3))
show("handler traceback", xpcall(deep, function(m) return (debug.traceback(m, 2)) end, 3))
show("handler fails", xpcall(deep, function() error("again") end, 3))
for level = 0, 3 do show("level " .. level, pcall(function() error("message", level) end)) end
show("no value", xpcall(error, function(...) return select("#", ...), ... end))
show("closing", pcall(function()
  local _ <close> = setmetatable({}, { __close = function(_, e) show("with", e) error("later") end })
  error("first")
end))
show("overflow", (select(2, pcall(function() local function f() return 1 + f() end f() end))
  :gsub("\n.*", "")))

-- Yields from everywhere.
local yielding = setmetatable({}, {
  __add = function() return coroutine.yield("add") end,
  __index = function(_, key) return coroutine.yield(key) end,
  __close = function() coroutine.yield("close") end,
})
local co = coroutine.wrap(function()
  local caught = select(2, pcall(function() error(coroutine.yield("in pcall"), 0) end))
  local handled = select(2, xpcall(function() error(coroutine.yield("in xpcall"), 0) end, tostring))
  local sum, field = yielding + 1, yielding.field
  do local _ <close> = yielding end
  for item in function() return coroutine.yield("iterator") end do -- luacheck: ignore 512
    return caught, handled, sum, field, item
  end
end)
for i = 1, 7 do show("yield " .. i, co(i)) end
show("dead", pcall(co))
show("gsub in main", pcall(function() return (("x"):gsub("x", coroutine.yield)) end))
show("gsub", coroutine.resume(coroutine.create(function() return ("x"):gsub("x", coroutine.yield) end)))

-- What a script can see of its surroundings.
show("arg", type(arg[-1]), arg[-2], arg[0]:match("[^/]+$"), #arg)
show("path", package.path, package.cpath, #package.searchers, os.getenv("LUA_PATH_5_4"))
show("version", _VERSION, math.maxinteger, string.packsize("jnT"))
for _, name in ipairs { "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8" } do
  local fields = {}
  for field in pairs(_G[name]) do fields[#fields + 1] = field end
  table.sort(fields)
  show(name, table.concat(fields, " "))
end
io.write("no newline, ")
io.stdout:write(1, " ", 2.5, "\n")
setmetatable({}, { __gc = function() print("finalized at the end") end })
os.exit(3, true)
