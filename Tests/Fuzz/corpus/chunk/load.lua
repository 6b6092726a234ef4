local parts = {"return ", "1", " + ", "x"}
local f = load(function() return table.remove(parts, 1) end, "=parts", "t", {x = 41})
print(f(), load("x ="), load("\27Lua"), pcall(load, 1))
return load("return ...", "c", "t")(1, 2), require "string" == string
