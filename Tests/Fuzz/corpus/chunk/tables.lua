local t = {3, 1, 2, n = 3, [10] = "x", [1.5] = false; "last"}
table.sort(t, function(a, b) return tostring(a) > tostring(b) end)
table.insert(t, 1, 0) table.remove(t) table.move(t, 1, 2, 3)
for k, v in pairs(t) do t[k] = nil end
return table.unpack({1, 2, nil, 4}, 1, 4), table.pack().n, select(-1, 1, 2), next(t), table.concat({1, 2}, ", ")
