local i, n = 0, {}
::top:: i = i + 1
if i < 10 then if i % 2 == 0 then goto top end n[#n + 1] = i goto top end
repeat local x = i i = i - 1 until x < 3
while true do if i < -3 then break end i = i - 1 end
for k = 10, 1, -3 do n[k] = k // 0.5 end
return #n, i
