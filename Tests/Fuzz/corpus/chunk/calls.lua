local t = host.call({1, {a = "b"}}, "x", nil, true)
for i = 1, 3 do t[i] = host.begin(i) end
return t, host.task.all{function() return host.begin(1) end, function() return 2 end}
