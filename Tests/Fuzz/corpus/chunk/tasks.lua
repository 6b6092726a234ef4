local task = host.task
local a = task.spawn(function(x) host.begin(x) return x * 2 end, 4)
local b = task.spawn(function() error({code = "c"}) end)
local t <close> = task.spawn(function() task.sleep(1) end)
print(a:status(), a:await(), pcall(b.await, b), pcall(task.timeout, 0, function() while true do host.begin() end end))
print(task.map({1, 2, 3}, function(x, i) if x == 2 then return host.begin(x) end return i end, {concurrency = 2}), task.try(error, 1))
t:cancel() t:join()
