-- Coroutines that a C library resumes by itself: calls of the host block there, and a stop gets out.
local cqueues = require "cqueues"
local sleep = tavus and tavus.sleep or function(seconds) cqueues.poll(seconds) end

local function show(...)
  local shown = table.pack(...)
  for i = 1, shown.n do shown[i] = tostring(shown[i]) end
  print(table.unpack(shown, 1, shown.n))
end

local queue, first = cqueues.new(), nil
queue:wrap(function()
  first = coroutine.running()
  show("first", coroutine.status(first), coroutine.isyieldable(), select(2, coroutine.running()))
  local before = cqueues.monotime()
  sleep(0.05)
  show("slept whole", cqueues.monotime() - before >= 0.05)
  cqueues.sleep(0.01)
  show("pcall", pcall(function() sleep(0.001) error("failed", 0) end))
end)
queue:wrap(function()
  local inner = coroutine.wrap(function()
    for i = 1, 3 do coroutine.yield(i) end
    return "end"
  end)
  show("nested", inner(), inner(), inner(), inner())
  show("from outside", coroutine.resume(coroutine.running()))
end)
queue:attach(coroutine.create(function(...) cqueues.sleep(0.2) show("attached", ...) end))
show("loop", queue:loop())
show("after", coroutine.status(first), coroutine.resume(first))

queue:wrap(function() error("died", 0) end)
show("failed", pcall(function() assert(queue:loop()) end))

queue:wrap(function() os.exit(7) end)
queue:loop()
print("not reached")
