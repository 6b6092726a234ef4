-- C modules: loaded by require, used in coroutines, under pcall, and beside calls of the host.
local sleep = tavus and tavus.sleep or function() end

local function show(name, ...)
  local shown = table.pack(...)
  for i = 1, shown.n do shown[i] = tostring(shown[i]) end
  print(name, table.unpack(shown, 1, shown.n))
end

local names = { "lpeg", "re", "cjson", "cjson.safe", "lfs", "socket.core", "mime.core", "term.core",
  "zlib", "rex_pcre2", "_cqueues" }
for _, name in ipairs(names) do
  local module, from = require(name)
  show(name, type(module), from, package.loaded[name] == module)
end

-- Runs a use in each place that a script may be in.
local function everywhere(name, use)
  show(name, use())
  show(name .. " under pcall", pcall(use))
  show(name .. " in a coroutine", coroutine.resume(coroutine.create(use)))
  show(name .. " in both", coroutine.wrap(function() return pcall(use) end)())
  show(name .. " in a comparator", pcall(table.sort, { 2, 1 }, function(a, b) use() return a < b end))
end

local lpeg = require "lpeg"
local word = lpeg.C(lpeg.R("az")^1) / function(found) sleep(0.001) return found:upper() end
local words = lpeg.Ct(word * (lpeg.S(" ,")^1 * word)^0)
everywhere("lpeg capture", function() return table.concat(words:match("one, two three"), "+") end)
local even = lpeg.Cmt(lpeg.C(lpeg.R("09")^1), function(_, at, digits)
  sleep(0.001)
  return tonumber(digits) % 2 == 0 and at
end)
everywhere("lpeg match-time", function() return even:match("12"), even:match("13") end)
everywhere("lpeg error", function() return pcall(lpeg.match, lpeg.P(1) / error, "x") end)
show("lpeg yield", coroutine.resume(coroutine.create(function()
  return lpeg.match(lpeg.P(1) / coroutine.yield, "x")
end)))
show("re", require("re").match("key = value", "{ %w+ } ' '* '=' ' '* { %w+ }"))

local cjson = require "cjson"
everywhere("cjson", function()
  return cjson.encode({ 1, "zwei", { drei = true } }), cjson.decode("[1, 2.5, null]")[2]
end)
everywhere("cjson error", function() return pcall(cjson.decode, "[1,") end)
show("cjson.safe", require("cjson.safe").decode("{"))

local lfs = require "lfs"
everywhere("lfs", function()
  local found = {}
  for name in lfs.dir("/usr/share/lua/5.4/socket") do
    sleep(0.001)
    found[#found + 1] = name
  end
  table.sort(found)
  return table.concat(found, " ")
end)
show("lfs error", lfs.attributes("/nonexistent"))

local socket = require "socket"
everywhere("socket", function()
  local server <close> = setmetatable({ socket.bind("127.0.0.1", 0) }, {
    __close = function(self) self[1]:close() end })
  local _, port = server[1]:getsockname()
  local client = socket.connect("127.0.0.1", port)
  local peer = server[1]:accept()
  client:send("line\n")
  sleep(0.001)
  local line = peer:receive()
  peer:close()
  return line, client:receive()
end)
local try = socket.newtry(function() print("finalized") end)
everywhere("socket.protect", socket.protect(function() sleep(0.001) return try(nil, "refused") end))
show("socket.protect error", pcall(socket.protect(function() error("other", 0) end)))

local zlib = require "zlib"
everywhere("zlib", function()
  local packed = zlib.deflate()(("text "):rep(100), "finish")
  sleep(0.001)
  return #packed < 100, #zlib.inflate()(packed)
end)

local pcre = require "rex_pcre2"
everywhere("rex", function()
  return pcre.gsub("a1b22", "\\d+", function(digits) sleep(0.001) return "<" .. digits .. ">" end)
end)
show("rex error", pcall(pcre.gsub, "a", "a", function() error("in callback", 0) end))
show("rex pattern", pcall(pcre.new, "("))

show("term", type(require("term").isatty(io.stdout)), #require("term").colors.red .. "")
